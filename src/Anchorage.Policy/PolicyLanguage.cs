namespace Anchorage.Policy;

/// <summary>Which of the two languages a document is written in; they share their grammar and differ in their names and limits.</summary>
public enum PolicyLanguage
{
    /// <summary>What a device may do (AWS IoT developer guide, "AWS IoT Core policies"). Variables are read in every version.</summary>
    Iot,

    /// <summary>What a caller of the API may do (IAM user guide, "IAM JSON policy elements"). Variables are read from version 2012-10-17 on.</summary>
    Iam,
}
