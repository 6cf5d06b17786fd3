using System.Text.Json.Serialization;
using Moderation.Intake;
using Moderation.Pages;
using Moderation.Storage;

namespace Moderation.Server.Doors.Native;

/// <summary>What a website wants of a page. A member that is left out stays as it is.</summary>
internal sealed record PageBody
{
    private readonly DateTimeOffset? _closesAt;

    /// <summary><c>open</c>, <c>premoderated</c>, <c>readonly</c>, <c>closed</c> or <c>hidden</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>From when the page accepts nothing any more; null takes that away.</summary>
    [JsonConverter(typeof(Rfc3339))]
    public DateTimeOffset? ClosesAt
    {
        get => _closesAt;
        init
        {
            _closesAt = value;
            HasClosesAt = true;
        }
    }

    /// <summary>True when the body has <c>closesAt</c>, be it null.</summary>
    [JsonIgnore]
    public bool HasClosesAt { get; private init; }

    /// <summary>The website's own name for the page; a page that has one keeps its comments under a new address.</summary>
    public string? Id { get; init; }

    /// <summary>The headline.</summary>
    public string? Title { get; init; }

    /// <summary>The mode that <see cref="Mode"/> names; null when it names none.</summary>
    public static PageMode? ParseMode(string? text) => Enum.GetValues<PageMode>().Where(mode => mode.ToText() == text).Select(mode => (PageMode?)mode).FirstOrDefault();

    /// <summary>What is wrong, by member; empty when nothing is.</summary>
    public Dictionary<string, string[]> Check()
    {
        Dictionary<string, string[]> errors = [];
        if (Mode is not null && ParseMode(Mode) is null)
        {
            errors["mode"] = ["The mode must be open, premoderated, readonly, closed or hidden."];
        }

        if (Id is not null && (ReplyText.IsBlank(Id) || ReplyText.CountChars(Id) > ReplyLimits.MaxPageIdChars))
        {
            errors["id"] = [$"The id must have 1 to {ReplyLimits.MaxPageIdChars} characters."];
        }

        if (Title is not null && (ReplyText.IsBlank(Title) || ReplyText.CountChars(Title) > ReplyLimits.MaxTitleChars))
        {
            errors["title"] = [$"The title must have 1 to {ReplyLimits.MaxTitleChars} characters."];
        }

        return errors;
    }
}
