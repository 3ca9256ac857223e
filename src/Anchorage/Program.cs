using Anchorage.Commands;

return await CommandLine.RunAsync(args);
