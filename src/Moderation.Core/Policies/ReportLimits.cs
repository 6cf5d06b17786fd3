namespace Moderation.Policies;

/// <summary>What reports of readers may do without a person.</summary>
internal sealed record ReportLimits
{
    /// <summary>From so many different readers on a comment leaves public view until a person has looked; 0: reports hide nothing.</summary>
    public int HideAt { get; init; } = 3;

    /// <summary>How many comments of the site one network may report in a day.</summary>
    public int PerNetworkPerDay { get; init; } = 10;

    /// <summary>How many comments of the site reports may hide in an hour; more only wait in the queue. A crowd is stopped here.</summary>
    public int HiddenPerHour { get; init; } = 10;
}
