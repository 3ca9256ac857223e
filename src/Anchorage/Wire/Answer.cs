using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Anchorage.Wire;

/// <summary>What goes back on the wire: a status, the headers SDKs read, and a JSON body or none.</summary>
internal sealed class Answer
{
    /// <summary>200 without a body, for operations that have no output members.</summary>
    public static readonly Answer Empty = new(200, [], null);

    private readonly byte[] _body;

    private readonly string _contentType;

    private Answer(int status, byte[] body, WireError? error, string contentType = "application/json")
    {
        _contentType = contentType;
        Status = status;
        Error = error;
        _body = body;
    }

    public int Status { get; }

    public WireError? Error { get; }

    public static Answer Success<T>(T value, JsonTypeInfo<T> shape) => new(200, JsonSerializer.SerializeToUtf8Bytes(value, shape), null);

    /// <summary>Both error forms in one body: AWS's <c>message</c> and extra members, and the documented envelope.</summary>
    public static Answer Failure(WireError error) =>
        new(error.Kind.Status, JsonSerializer.SerializeToUtf8Bytes(FailureBody.Of(error), WireShapes.Wire.FailureBody), error);

    /// <summary>A small JSON document of ours, for what lives under <c>/-/</c>.</summary>
    public static Answer Plain(int status, string json) => new(status, Encoding.UTF8.GetBytes(json), null);

    /// <summary>Certificates in PEM (RFC 8555 9.1).</summary>
    public static Answer Pem(string pem) => new(200, Encoding.ASCII.GetBytes(pem), null, "application/pem-certificate-chain");

    /// <summary>A page of text of its own kind.</summary>
    public static Answer Text(string text, string contentType) => new(200, Encoding.UTF8.GetBytes(text), null, contentType);

    /// <summary>Writes head and body at once; the length is always given.</summary>
    public async Task WriteAsync(HttpContext context, string requestId)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentLength = _body.Length;
        response.Headers["x-amzn-RequestId"] = requestId;
        if (Error is not null)
        {
            response.Headers["x-amzn-ErrorType"] = Error.Kind.Name;
            if (Error.RetryAfter is { } seconds)
            {
                response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }
        }

        if (_body.Length > 0)
        {
            response.ContentType = _contentType;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                // To a caller who has gone this writes nowhere; a cancelled write would throw where nobody expects it.
                await response.BodyWriter.WriteAsync(_body, CancellationToken.None);
            }
        }
    }

    public override string ToString() => Status.ToString(CultureInfo.InvariantCulture);
}
