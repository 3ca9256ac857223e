namespace Anchorage.Wire;

/// <summary>Where a request names the resource that its permission is judged on.</summary>
internal enum ResourcePlace
{
    /// <summary>Nowhere: the resource is <c>*</c>.</summary>
    None,

    /// <summary>The id of one is the first value of the path.</summary>
    Path,

    /// <summary>A member of the body is the id of one.</summary>
    BodyId,

    /// <summary>A member of the body is its ARN.</summary>
    BodyArn,

    /// <summary>A query parameter is its ARN.</summary>
    QueryArn,

    /// <summary>A header is its ARN.</summary>
    HeaderArn,
}

/// <summary>What of an operation's request permissions are judged on (service authorization reference, "Actions, resources, and condition keys for AWS IoT").</summary>
internal sealed record Demand
{
    /// <summary>An operation that no policy allows, and every administrator may call.</summary>
    public static readonly Demand Administrator = new() { NeedsAdministrator = true };

    /// <summary>An operation that is judged on no resource.</summary>
    public static readonly Demand None = new();

    public bool NeedsAdministrator { get; private init; }

    public ResourcePlace Place { get; private init; }

    /// <summary>The name of the member, parameter or header.</summary>
    public string Member { get; private init; } = string.Empty;

    /// <summary>What stands before the id in the ARN of what is named by its id, such as <c>cacert</c>.</summary>
    public string Type { get; private init; } = string.Empty;

    /// <summary>The member of the body, with dots between members in one another, that is the ARN of a role given to the service: it needs <c>iam:PassRole</c>.</summary>
    public string? Role { get; init; }

    /// <summary>The member of the body that is a provisioning template: what it will do by itself is what the caller may do.</summary>
    public string? Template { get; init; }

    /// <summary>Whether the request may hold tags, for <c>aws:RequestTag</c> and <c>aws:TagKeys</c>.</summary>
    public bool HasTags { get; init; }

    /// <summary>Whether the path names a thing beside the resource, for <c>iot:thingArn</c>.</summary>
    public bool NamesThing { get; init; }

    public bool NeedsBody => Place is ResourcePlace.BodyId or ResourcePlace.BodyArn || Role is not null || Template is not null || HasTags;

    /// <summary>The resource whose id the path begins with, by the name of its placeholder; none for another name.</summary>
    public static Demand OfPath(string path)
    {
        var open = path.IndexOf('{', StringComparison.Ordinal);
        var type = open < 0 ? null : path[(open + 1)..path.IndexOf('}', open)] switch
        {
            "caCertificateId" => "cacert",
            "certificateId" => "cert",
            "policyName" => "policy",
            "templateName" => "provisioningtemplate",
            "thingName" => "thing",
            _ => null,
        };
        return type is null ? None : new Demand { Place = ResourcePlace.Path, Type = type };
    }

    public static Demand OfBodyId(string member, string type) => new() { Place = ResourcePlace.BodyId, Member = member, Type = type };

    public static Demand OfBodyArn(string member) => new() { Place = ResourcePlace.BodyArn, Member = member };

    public static Demand OfQueryArn(string parameter) => new() { Place = ResourcePlace.QueryArn, Member = parameter };

    public static Demand OfHeaderArn(string header) => new() { Place = ResourcePlace.HeaderArn, Member = header };
}
