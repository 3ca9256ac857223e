using Anchorage.Policy;
using Anchorage.Provisioning;
using Anchorage.Wire;

namespace Anchorage.Permissions;

/// <summary>Something that a template does by itself.</summary>
/// <param name="Action">The action that does it by hand.</param>
/// <param name="Resource">What it is done to; with <c>*</c> in place of a name that is not known yet, which only a policy for all such names allows.</param>
/// <param name="Thing">The ARN of the thing that a certificate is attached to, for <c>iot:thingArn</c>; else null.</param>
internal readonly record struct ImpliedAction(PolicyAction Action, string Resource, string? Thing = null);

/// <summary>What a template does by itself: who may not do it by hand may not have a template do it.</summary>
internal static class ImpliedActions
{
    private static readonly PolicyAction UpdateCertificate = PolicyAction.Named("iot:UpdateCertificate");
    private static readonly PolicyAction CreateCertificateFromCsr = PolicyAction.Named("iot:CreateCertificateFromCsr");
    private static readonly PolicyAction RegisterCertificate = PolicyAction.Named("iot:RegisterCertificate");
    private static readonly PolicyAction CreateThing = PolicyAction.Named("iot:CreateThing");
    private static readonly PolicyAction UpdateThing = PolicyAction.Named("iot:UpdateThing");
    private static readonly PolicyAction AttachThingPrincipal = PolicyAction.Named("iot:AttachThingPrincipal");
    private static readonly PolicyAction CreatePolicy = PolicyAction.Named("iot:CreatePolicy");
    private static readonly PolicyAction AttachPolicy = PolicyAction.Named("iot:AttachPolicy");

    /// <summary>Of a template that is to be stored; none of one that cannot be read, which is not stored either.</summary>
    public static IEnumerable<ImpliedAction> Of(string text, Caller caller)
    {
        // Whichever type it is of, it does the same.
        var template = ProvisioningTemplate.Read(text, ProvisioningTemplateType.FleetProvisioning).Template
            ?? ProvisioningTemplate.Read(text, ProvisioningTemplateType.Jitp).Template;
        return template is null ? [] : Of(
            caller,
            template.Certificate.Source switch { CertificateById => UpdateCertificate, RequestedCertificate => CreateCertificateFromCsr, _ => RegisterCertificate },
            certificateId: null,
            template.Thing is { } thing ? Name(thing.ThingName) : null,
            template.Thing?.Overrides,
            template.Policies.Select(policy => (policy.PolicyDocument is null, "*")));
    }

    /// <summary>Of a device's provisioning, with all names known.</summary>
    public static IEnumerable<ImpliedAction> Of(ProvisioningPlan plan, Caller caller) => Of(
        caller,
        plan.Certificate.CertificateId is not null ? UpdateCertificate : plan.Certificate.CertificateSigningRequest is not null ? CreateCertificateFromCsr : RegisterCertificate,
        plan.Certificate.CertificateId,
        plan.Thing?.ThingName,
        plan.Thing?.Overrides,
        plan.Policies.Select(policy => (policy.PolicyDocument is null, policy.PolicyName)));

    /// <summary>Of an activator, for whichever certificate registers itself.</summary>
    public static IEnumerable<ImpliedAction> OfActivator(Caller caller) =>
        [new ImpliedAction(UpdateCertificate, caller.Arn("cert/*")), new ImpliedAction(AttachPolicy, caller.Arn("cert/*"))];

    private static IEnumerable<ImpliedAction> Of(
        Caller caller, PolicyAction source, string? certificateId, string? thing, ThingOverrides? overrides, IEnumerable<(bool Exists, string Name)> policies)
    {
        var certificate = caller.Arn($"cert/{certificateId ?? "*"}");
        yield return new ImpliedAction(source, source == UpdateCertificate ? certificate : DemandedResource.Any);
        if (thing is not null)
        {
            var arn = caller.Arn($"thing/{thing}");
            yield return new ImpliedAction(CreateThing, arn);
            yield return new ImpliedAction(AttachThingPrincipal, certificate, arn);
            if (overrides?.AttributePayload is ResourceOverride.Replace or ResourceOverride.Merge)
            {
                yield return new ImpliedAction(UpdateThing, arn);
            }
        }

        foreach (var (exists, name) in policies)
        {
            if (!exists)
            {
                yield return new ImpliedAction(CreatePolicy, caller.Arn($"policy/{name}"));
            }

            yield return new ImpliedAction(AttachPolicy, certificate);
        }
    }

    private static string Name(TemplateValue value) => value is LiteralValue literal ? literal.Text : "*";
}
