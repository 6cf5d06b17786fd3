namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>A submission's text as a card shows it.</summary>
internal sealed record CardText
{
    public required IReadOnlyList<TextPart> Parts { get; init; }

    public required IReadOnlyList<Marker> Markers { get; init; }

    public required IReadOnlyList<CardLink> Links { get; init; }

    /// <summary>What is known about the author; nothing where it is not to be told, as in blind review.</summary>
    public IReadOnlyList<Badge> Badges { get; init; } = [];

    /// <summary>The number of the campaign it belongs to; null when it belongs to none.</summary>
    public int? Campaign { get; init; }

    /// <summary>In one of the severe categories: covered until somebody asks for it.</summary>
    public required bool IsSevere { get; init; }
}

/// <summary>Where a link of a text leads.</summary>
/// <param name="Host">The host, as written.</param>
/// <param name="Note">What is suspicious about it; empty when nothing is.</param>
internal sealed record CardLink(string Host, string Note);
