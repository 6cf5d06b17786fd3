using System.Globalization;
using Moderation.Messaging;

namespace Moderation.Server.Commands;

/// <summary>One thing that could not be judged, as <c>redrive --list</c> shows it.</summary>
internal sealed record RedriveLine
{
    /// <summary>The queue it was refused from; <c>store</c> for a submission with a dead letter.</summary>
    public required string Source { get; init; }

    /// <summary>RFC 3339; empty for what the broker gave up on.</summary>
    public required string At { get; init; }

    public required string Code { get; init; }

    public required string Members { get; init; }

    /// <summary>What went wrong, in a word or a sentence; null where the code says all.</summary>
    public string? Detail { get; init; }

    public required IReadOnlyList<string> Sites { get; init; }

    public required IReadOnlyList<Guid> Ids { get; init; }

    /// <summary>The size of the message; null for a submission.</summary>
    public int? Bytes { get; init; }

    public static RedriveLine Of(QueuedLetter letter) => new()
    {
        Source = letter.Queue,
        At = letter.Letter.At,
        Code = letter.Letter.Code,
        Members = letter.Letter.Members,
        Detail = letter.Letter.Detail,
        Sites = letter.Letter.Sites,
        Ids = letter.Letter.Ids,
        Bytes = letter.Letter.Bytes,
    };

    public static RedriveLine Of(DeadLetter letter) => new()
    {
        Source = "store",
        At = letter.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Code = letter.Reason,
        Members = "",
        Detail = letter.Detail,
        Sites = letter.Site is { } site ? [site.Value] : [],
        Ids = letter.SubmissionId is { } id ? [id.Value] : [],
    };

    public IReadOnlyList<string> Cells() => [Source, At, Code, string.Join(' ', Sites), string.Join(' ', Ids), Detail ?? Members];
}
