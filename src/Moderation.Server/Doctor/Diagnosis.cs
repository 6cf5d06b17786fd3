using System.Text.Json.Serialization;

namespace Moderation.Server.Doctor;

/// <summary>What the doctor says about a configuration.</summary>
internal sealed record Diagnosis
{
    /// <summary>The day from which Google no longer answers.</summary>
    public const string StopsOn = "2027-01-01";

    /// <summary>Whose configuration it is: <c>coral</c>, <c>discourse</c> or <c>wordpress</c>.</summary>
    public required string Program { get; init; }

    /// <summary>True when something in it stops on <see cref="StopsOn"/>.</summary>
    public bool Stops => Findings.Any(finding => finding.Status == FindingStatus.Stops);

    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The language the website writes in, as configured; null when it does not say.</summary>
    public string? Language { get; init; }

    /// <summary>What it asks Perspective for, and from which score on it acts; to be tried.</summary>
    [JsonIgnore]
    public IReadOnlyList<AskedScore> Asks { get; init; } = [];

    /// <summary>True when it speaks with Akismet.</summary>
    [JsonIgnore]
    public bool UsesAkismet { get; init; }
}

/// <summary>One setting, and what to do about it.</summary>
internal sealed record Finding
{
    /// <summary>Its name, as its program calls it.</summary>
    public required string Setting { get; init; }

    /// <summary>What it is; keys only by their first characters. Null when it is not set.</summary>
    public string? Now { get; init; }

    public required FindingStatus Status { get; init; }

    /// <summary>What it has to become; null when it stays.</summary>
    public string? New { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Why { get; init; }
}

/// <summary>What becomes of a setting.</summary>
internal enum FindingStatus
{
    /// <summary>It ends with Google's service.</summary>
    Stops,

    /// <summary>It has to change together with one that stops.</summary>
    Change,

    /// <summary>It goes on as it is.</summary>
    Keeps,

    /// <summary>It works, and somebody should know something about it.</summary>
    Note,
}

/// <summary>One score that a program acts on.</summary>
internal sealed record AskedScore(string Attribute, double Threshold);

/// <summary>Something tried against the running service.</summary>
internal sealed record Trial
{
    public required string What { get; init; }

    public required bool Ok { get; init; }

    /// <summary>What came back, in a sentence.</summary>
    public required string Said { get; init; }
}

/// <summary>The values of this service that go into the other program.</summary>
/// <param name="Url">Where it is reached, without a slash at the end.</param>
/// <param name="Key">A key as it may be shown: its first characters, or how to make one.</param>
internal sealed record NewValues(string Url, string Key)
{
    public string AnalyzeBase => Url + "/v1alpha1";

    public string Host => Uri.TryCreate(Url, UriKind.Absolute, out Uri? address) ? address.Host : Url;
}
