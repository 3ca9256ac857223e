using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

public class ReferenceTests
{
    public static TheoryData<string> Pages => [.. Reference.Pages.Keys];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_reference_says_what_the_code_says(string page)
    {
        var printed = Reference.Pages[page]();
        var path = Path.Combine(Repository.Root, page);
        if (Environment.GetEnvironmentVariable("ANCHORAGE_ACCEPT") == "1")
        {
            File.WriteAllText(path, printed);
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path) == printed, $"{page} is not what the code prints. Run ./dev accept and look at the diff.");
    }
}
