using Moderation.Comments;

namespace Moderation.Server.Demo;

/// <summary>Everything the demo page shows.</summary>
internal sealed record DemoView
{
    /// <summary>The site that the form posts to.</summary>
    public required string Site { get; init; }

    /// <summary>The public site key, <c>pk_…</c>.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The absolute address of this page; its comments are known by it.</summary>
    public required string PageUrl { get; init; }

    /// <summary>The comments, with addresses already masked.</summary>
    public required ThreadView Thread { get; init; }

    /// <summary>What became of the reader's reply; null when none was sent.</summary>
    public DemoStatus? Status { get; init; }

    /// <summary>The reader has just reported a comment (<c>?reported=yes</c>).</summary>
    public bool IsReported { get; init; }

    /// <summary>The comment the form replies to (<c>?reply-to=</c>); ignored when it is not in <see cref="Thread"/>.</summary>
    public Guid? ReplyTo { get; init; }

    /// <summary>The cursor this part of the thread was asked for with (<c>?after=</c>); null for the first part.</summary>
    public string? After { get; init; }

    /// <summary>Whether the site wants an e-mail address.</summary>
    public bool RequiresEmail { get; init; }

    /// <summary>Reads <c>?reply=</c>; null for anything that is not one of the three words.</summary>
    public static DemoStatus? ParseStatus(string? word) => word switch
    {
        "approved" => DemoStatus.Approved,
        "waiting" => DemoStatus.Waiting,
        "refused" => DemoStatus.Refused,
        _ => null,
    };
}
