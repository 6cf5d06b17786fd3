using System.Globalization;
using System.Resources;

namespace Moderation.Server.Problems;

/// <summary>
/// Every stable <c>code</c> of a problem document with its status. Each has one plain sentence in <c>ProblemSentences.resx</c>, ready for translation. The table at
/// <c>/docs/errors</c> is made from this list.
/// </summary>
internal sealed record ProblemCode(string Code, int Status)
{
    private static readonly ResourceManager Sentences = new("Moderation.Server.Problems.ProblemSentences", typeof(ProblemCode).Assembly);

    public static readonly ProblemCode Invalid = new("invalid", 400);
    public static readonly ProblemCode Unreadable = new("unreadable", 400);
    public static readonly ProblemCode KeyMissing = new("key_missing", 401);
    public static readonly ProblemCode KeyUnknown = new("key_unknown", 401);
    public static readonly ProblemCode KeyOtherSite = new("key_other_site", 403);
    public static readonly ProblemCode DoorNotAllowed = new("door_not_allowed", 403);
    public static readonly ProblemCode RightMissing = new("right_missing", 403);
    public static readonly ProblemCode TestKey = new("test_key", 403);
    public static readonly ProblemCode OriginNotAllowed = new("origin_not_allowed", 403);
    public static readonly ProblemCode TokenOther = new("token_other", 403);
    public static readonly ProblemCode SiteUnknown = new("site_unknown", 404);
    public static readonly ProblemCode ReplyUnknown = new("reply_unknown", 404);
    public static readonly ProblemCode BlockUnknown = new("block_unknown", 404);
    public static readonly ProblemCode WordListUnknown = new("word_list_unknown", 404);
    public static readonly ProblemCode RouteUnknown = new("route_unknown", 404);
    public static readonly ProblemCode MethodNotAllowed = new("method_not_allowed", 405);
    public static readonly ProblemCode IdTaken = new("id_taken", 409);
    public static readonly ProblemCode NameTaken = new("name_taken", 409);
    public static readonly ProblemCode VersionConflict = new("version_conflict", 409);
    public static readonly ProblemCode TooManyLists = new("too_many_lists", 409);
    public static readonly ProblemCode PageClosed = new("page_closed", 409);
    public static readonly ProblemCode StateConflict = new("state_conflict", 409);
    public static readonly ProblemCode TooLarge = new("too_large", 413);
    public static readonly ProblemCode MediaType = new("media_type", 415);
    public static readonly ProblemCode TooMany = new("too_many_requests", 429);
    public static readonly ProblemCode StoreAway = new("store_unavailable", 503);
    public static readonly ProblemCode ScoringAway = new("scoring_unavailable", 503);
    public static readonly ProblemCode Internal = new("internal", 500);

    /// <summary>The sentence in English.</summary>
    public string Title => TitleIn(CultureInfo.InvariantCulture);

    /// <summary>The whole list, in the order of the documentation.</summary>
    public static IReadOnlyList<ProblemCode> All { get; } =
    [
        Invalid, Unreadable, KeyMissing, KeyUnknown, KeyOtherSite, DoorNotAllowed, RightMissing, TestKey, OriginNotAllowed, TokenOther, SiteUnknown, ReplyUnknown, BlockUnknown, WordListUnknown, RouteUnknown,
        MethodNotAllowed, IdTaken, NameTaken, VersionConflict, TooManyLists, PageClosed, StateConflict, TooLarge, MediaType, TooMany, StoreAway, ScoringAway, Internal,
    ];

    /// <summary>The sentence in a language; in English where there is no translation.</summary>
    public string TitleIn(CultureInfo language) => Sentences.GetString(Code, language) ?? Code;

    /// <summary>The code that stands for a bare status; null when a bare status needs no body.</summary>
    public static ProblemCode? ForStatus(int status) => status switch
    {
        400 => Unreadable,
        401 => KeyUnknown,
        404 => RouteUnknown,
        405 => MethodNotAllowed,
        413 => TooLarge,
        415 => MediaType,
        429 => TooMany,
        500 => Internal,
        503 => StoreAway,
        _ => null,
    };
}
