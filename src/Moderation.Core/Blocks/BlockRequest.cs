using Moderation.Policies;

namespace Moderation.Blocks;

/// <summary>Whom to block, for how long, and who asks.</summary>
internal sealed record BlockRequest
{
    /// <summary>How long a network is blocked when nobody says: networks change hands.</summary>
    public static readonly TimeSpan NetworkDefault = TimeSpan.FromDays(30);

    /// <summary>The longest time ahead that a block can end.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3_660);

    /// <summary>The longest note.</summary>
    public const int MaxNoteChars = 500;

    /// <summary>The longest subject.</summary>
    public const int MaxSubjectChars = 255;

    /// <summary><c>subject</c>, <c>email</c>, <c>name</c> or <c>network</c>; or <c>reply</c>, which stands for the author of that submission. Required.</summary>
    public required string? Kind { get; init; }

    /// <summary>Who: a subject, an address, a name, a network in CIDR form, or the id of a submission. Required.</summary>
    public required string? Value { get; init; }

    /// <summary>Flag or reject; null: what the kind does by itself.</summary>
    public string? Action { get; init; }

    /// <summary>From when it counts no more; null: for an author until it is lifted, for a network <see cref="NetworkDefault"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Why.</summary>
    public string? Note { get; init; }

    public required string Actor { get; init; }

    /// <summary>What the kind does when nobody says: a verified author is refused, everything else is looked at.</summary>
    public static Verdict DefaultAction(BlockKind kind) => kind == BlockKind.Subject ? Verdict.Reject : Verdict.Flag;

    /// <summary>What the kind may do: a name and an address can be anybody's.</summary>
    public static bool Allows(BlockKind kind, Verdict action) => kind switch
    {
        BlockKind.Subject => action == Verdict.Reject,
        BlockKind.Email or BlockKind.Name => action == Verdict.Flag,
        BlockKind.Network => action is Verdict.Flag or Verdict.Reject,
    };
}

/// <summary>A block, or what is wrong with the request by member.</summary>
internal sealed record BlockResult(Block? Block, IReadOnlyDictionary<string, string[]> Errors)
{
    public static BlockResult Refused(string member, string sentence) => new(null, new Dictionary<string, string[]> { [member] = [sentence] });
}
