using Anchorage.Fuzz;
using SharpFuzz;

switch (args)
{
    // Rewrites assemblies in place, so that they tell AFL which branches are taken.
    case ["instrument", .. var assemblies]:
        foreach (var assembly in assemblies)
        {
            Fuzzer.Instrument(assembly, _ => true, Options.Value);
        }

        return 0;

    case ["targets"]:
        foreach (var name in Targets.All.Keys)
        {
            Console.WriteLine(name);
        }

        return 0;

    case ["seeds", var name, var folder]:
        Directory.CreateDirectory(folder);
        foreach (var (seed, index) in Seeds.Of(name).Select((seed, index) => (seed, index)))
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"seed-{index}"), seed);
        }

        return 0;

    // Under afl-fuzz, over and over in one process.
    case ["run", var name]:
        // All in the first run: what was instrumented may only run where AFL's memory is, which Fuzzer.Run maps.
        Limits? limits = null;
        Fuzzer.Run(stream =>
        {
            if (limits is null)
            {
                limits = new Limits(Targets.All[name]);
                limits.WarmUp(Seeds.Of(name));
            }

            using var input = new MemoryStream();
            stream.CopyTo(input);
            limits.Run(input.ToArray());
        });
        return 0;

    // A finding by itself: throws what AFL saw.
    case ["once", var name, var file]:
        var once = new Limits(Targets.All[name]);
        once.WarmUp(Seeds.Of(name));
        once.Run(await File.ReadAllBytesAsync(file));
        Console.WriteLine("It was read or refused, within the limits.");
        return 0;

    default:
        await Console.Error.WriteLineAsync("Call it through ./dev fuzz SECONDS [TARGET], or to see a finding again: once TARGET FILE");
        return 64;
}
