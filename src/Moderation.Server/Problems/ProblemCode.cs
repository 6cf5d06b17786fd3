namespace Moderation.Server.Problems;

/// <summary>Every stable <c>code</c> of a problem document, with its status and one plain sentence. The table at <c>/docs/errors</c> is made from this list.</summary>
internal sealed record ProblemCode(string Code, int Status, string Title)
{
    public static readonly ProblemCode Invalid = new("invalid", 400, "Some members are missing or not acceptable; errors names each.");
    public static readonly ProblemCode Unreadable = new("unreadable", 400, "The body is not readable as what its content type says.");
    public static readonly ProblemCode KeyMissing = new("key_missing", 401, "This needs a key: Authorization: Bearer, X-Site-Key or the form field key.");
    public static readonly ProblemCode KeyUnknown = new("key_unknown", 401, "The key is not known or was revoked.");
    public static readonly ProblemCode KeyOtherSite = new("key_other_site", 403, "The key belongs to another site.");
    public static readonly ProblemCode DoorNotAllowed = new("door_not_allowed", 403, "The key is not valid for this door.");
    public static readonly ProblemCode RightMissing = new("right_missing", 403, "The key does not have the right to do this.");
    public static readonly ProblemCode TestKey = new("test_key", 403, "A test key changes nothing that the public sees.");
    public static readonly ProblemCode OriginNotAllowed = new("origin_not_allowed", 403, "The site does not accept submissions from this origin.");
    public static readonly ProblemCode TokenOther = new("token_other", 403, "The author token belongs to another submission.");
    public static readonly ProblemCode SiteUnknown = new("site_unknown", 404, "There is no such site.");
    public static readonly ProblemCode ReplyUnknown = new("reply_unknown", 404, "There is no such submission on this site.");
    public static readonly ProblemCode BlockUnknown = new("block_unknown", 404, "There is no such block on this site.");
    public static readonly ProblemCode WordListUnknown = new("word_list_unknown", 404, "There is no such word list on this site.");
    public static readonly ProblemCode RouteUnknown = new("route_unknown", 404, "There is nothing at this address.");
    public static readonly ProblemCode MethodNotAllowed = new("method_not_allowed", 405, "This address does not answer to that method.");
    public static readonly ProblemCode IdTaken = new("id_taken", 409, "Another submission with other content has this id.");
    public static readonly ProblemCode NameTaken = new("name_taken", 409, "Another one of this site has this name.");
    public static readonly ProblemCode VersionConflict = new("version_conflict", 409, "It was changed meanwhile; read it again.");
    public static readonly ProblemCode TooManyLists = new("too_many_lists", 409, "The site has as many word lists as it may have.");
    public static readonly ProblemCode PageClosed = new("page_closed", 409, "The page does not accept submissions.");
    public static readonly ProblemCode StateConflict = new("state_conflict", 409, "The submission is in a state that does not allow this.");
    public static readonly ProblemCode TooLarge = new("too_large", 413, "The body is larger than this address accepts.");
    public static readonly ProblemCode MediaType = new("media_type", 415, "This address accepts application/json and application/x-www-form-urlencoded.");
    public static readonly ProblemCode TooMany = new("too_many_requests", 429, "Too many requests; try again after the seconds in Retry-After.");
    public static readonly ProblemCode StoreAway = new("store_unavailable", 503, "The store cannot be reached now; nothing was accepted. Try again.");
    public static readonly ProblemCode ScoringAway = new("scoring_unavailable", 503, "Texts cannot be scored now. Try again.");
    public static readonly ProblemCode Internal = new("internal", 500, "Something broke on this side; the log has the request id.");

    /// <summary>The whole list, in the order of the documentation.</summary>
    public static IReadOnlyList<ProblemCode> All { get; } =
    [
        Invalid, Unreadable, KeyMissing, KeyUnknown, KeyOtherSite, DoorNotAllowed, RightMissing, TestKey, OriginNotAllowed, TokenOther, SiteUnknown, ReplyUnknown, BlockUnknown, WordListUnknown, RouteUnknown,
        MethodNotAllowed, IdTaken, NameTaken, VersionConflict, TooManyLists, PageClosed, StateConflict, TooLarge, MediaType, TooMany, StoreAway, ScoringAway, Internal,
    ];

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
