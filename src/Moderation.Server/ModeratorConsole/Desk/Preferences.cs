using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moderation.Review;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>How the console shows itself to one person; kept with their account, so that it is the same on every device.</summary>
internal sealed record Preferences
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    public ReviewOrder Order { get; init; }

    /// <summary>Single keys do nothing.</summary>
    public bool KeysOff { get; init; }

    /// <summary>Texts in the severe categories stand open.</summary>
    public bool UncoversSevere { get; init; }

    /// <summary>Everything is shown without colour.</summary>
    public bool IsGrey { get; init; }

    /// <summary><c>light</c>, <c>dark</c>, or null for what the device says.</summary>
    public string? Theme { get; init; }

    /// <summary>The reason code used last.</summary>
    public string? LastReason { get; init; }

    /// <summary>Searches kept for another time, by their words.</summary>
    public IReadOnlyList<string>? Searches { get; init; }

    /// <summary>The site looked at last.</summary>
    public string? Site { get; init; }

    /// <summary>The day (UTC) for which <see cref="SevereSeen"/> counts.</summary>
    public string? SevereDay { get; init; }

    /// <summary>How many covered texts were looked at on that day.</summary>
    public int SevereSeen { get; init; }

    /// <summary>Reads what <see cref="Write"/> wrote. Anything else gives the defaults: nobody is kept out by a setting.</summary>
    public static Preferences Read(string? stored)
    {
        try
        {
            return stored is null ? new Preferences() : JsonSerializer.Deserialize<Preferences>(stored, Json) ?? new Preferences();
        }
        catch (JsonException)
        {
            return new Preferences();
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>How many covered texts were looked at today.</summary>
    public int SevereSeenOn(DateTimeOffset now) => SevereDay == Day(now) ? SevereSeen : 0;

    /// <summary>One more covered text was looked at.</summary>
    public Preferences WithSevereSeen(DateTimeOffset now) => this with { SevereDay = Day(now), SevereSeen = SevereSeenOn(now) + 1 };

    private static string Day(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
