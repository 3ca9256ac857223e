using System.Buffers;
using Anchorage.Bench.Floor;

if (args is [var listen, "devices", var certificate, var key, .. var tuned])
{
    return await DeviceListener.RunAsync(System.Net.IPEndPoint.Parse(listen), certificate, key, isTuned: tuned is ["tuned"]);
}

// The least that a native Kestrel program can be: what Anchorage's start is held against.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPEndPoint.Parse(args[0])));
var application = builder.Build();
application.Run(static context =>
{
    var answer = """{"status":"ready"}"""u8;
    context.Response.ContentType = "application/json";
    context.Response.ContentLength = answer.Length;
    context.Response.BodyWriter.Write(answer);
    return Task.CompletedTask;
});
await application.RunAsync();
return 0;
