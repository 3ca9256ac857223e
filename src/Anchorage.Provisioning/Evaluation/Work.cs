namespace Anchorage.Provisioning.Evaluation;

/// <summary>How much an evaluation has done, in characters read and written; bounds what no limit on a single value bounds.</summary>
internal sealed class Work
{
    private long _done;

    /// <summary>False when it has become too much.</summary>
    public bool Add(int characters)
    {
        _done += characters + 1L;
        return _done <= ProvisioningPlan.MaxWork;
    }
}
