using CsCheck;
using Moderation.Policies;
using Moderation.Scoring;

namespace Moderation.Tests.Policies;

/// <summary>Evidence of every kind, at and around every threshold, and what is worse than two of it.</summary>
internal static class AnyEvidence
{
    public static readonly Gen<Policy> Policy = Gen.Bool.Array[4].Select(choices => Moderation.Policies.Policy.Default with
    {
        Mode = choices[0] ? ModerationMode.PreModeration : ModerationMode.PostModeration,
        RejectsAbuse = choices[1],
        FlagsProfanity = choices[2],
        FlagsUnseenDomains = choices[3],
    });

    private static readonly Gen<double> Score = Gen.OneOf(Gen.Double[0, 1], Gen.OneOf(0.2, 0.25, 0.4, 0.5, 0.6, 0.9, 0.98, 1.0));
    private static readonly Gen<LinkSpan[]> Links = Gen.Int[0, 7].Array[0, 3].Select(kinds => kinds.Select((kind, index) => new LinkSpan(index * 10, (index * 10) + 5, (LinkKinds)kind)).ToArray());
    private static readonly Gen<WordMatch[]> Words = Gen.OneOf(
        new WordMatch("house rules", "blarney", Verdict.Flag, 4, 11), new WordMatch("house rules", "codswallop", Verdict.Flag, 14, 20), new WordMatch("never", "snake oil", Verdict.Reject, 30, 39)).Array[0, 3];
    private static readonly Gen<PersonalDataSpan[]> PersonalData = Gen.OneOf(PersonalDataKind.Email, PersonalDataKind.Phone, PersonalDataKind.Iban).Array[0, 2].Select(
        kinds => kinds.Select((kind, index) => new PersonalDataSpan(kind, index * 10, (index * 10) + 5)).ToArray());

    private static readonly Gen<Evidence> OfText = Gen.Select(Score.Array[Categories.Count], Gen.Bool, Score, Links, Words, PersonalData).Select(
        (scores, isUnderstood, evasion, links, words, personal) => new Evidence
        {
            Scores = new ScoredText(scores) { Coverage = 1, IsUnderstood = isUnderstood, Evasion = evasion },
            Links = links,
            Words = words,
            PersonalData = personal,
        });

    public static readonly Gen<Evidence> One = Gen.Select(OfText, Gen.Int[0, 6].Array[6], Gen.Int[-1, 3], Gen.Int[0, 6].Array[2], Gen.OneOf<Verdict?>(null, null, null, Verdict.Flag, Verdict.Reject), Gen.Int[0, 9].Array[6]).Select(
        (text, counts, approved, history, network, dice) => text with
        {
            SameTextOnPage = counts[0],
            PagesWithSameText = counts[1],
            NamesWithSameText = counts[2],
            AuthorInBurst = counts[3],
            AuthorInWindow = counts[4],
            NetworkInWindow = counts[5] * 5,
            AuthorApproved = approved < 0 ? null : approved,
            AuthorDecisions = history.Max(),
            AuthorRejections = history.Min(),
            NetworkBlock = network,
            Honeypot = dice[0] < 3,
            IsSiteModel = dice[1] < 5,
            IsParentUnknown = dice[2] < 3,
            IsAuthorBlocked = dice[3] < 1,
            ResemblesBlockedAuthor = dice[4] < 3,
            IsAuthorTrusted = dice[5] < 3,
        });

    /// <summary>Everything that speaks against the one, and what else speaks against the other.</summary>
    public static Evidence Worse(Evidence one, Evidence other) => one with
    {
        Scores = new ScoredText([.. Categories.All.Select(category => Math.Max(one.Scores![category]!.Value, other.Scores![category]!.Value))])
        {
            Coverage = 1,
            IsUnderstood = one.Scores!.IsUnderstood && other.Scores!.IsUnderstood,
            Evasion = Math.Max(one.Scores.Evasion, other.Scores!.Evasion),
        },
        Links = [.. one.Links, .. other.Links],
        Words = [.. one.Words, .. other.Words],
        PersonalData = [.. one.PersonalData, .. other.PersonalData],
        SameTextOnPage = Math.Max(one.SameTextOnPage, other.SameTextOnPage),
        PagesWithSameText = Math.Max(one.PagesWithSameText, other.PagesWithSameText),
        NamesWithSameText = Math.Max(one.NamesWithSameText, other.NamesWithSameText),
        AuthorInBurst = Math.Max(one.AuthorInBurst, other.AuthorInBurst),
        AuthorInWindow = Math.Max(one.AuthorInWindow, other.AuthorInWindow),
        NetworkInWindow = Math.Max(one.NetworkInWindow, other.NetworkInWindow),
        AuthorApproved = one.AuthorApproved is { } approved && other.AuthorApproved is { } less ? Math.Min(approved, less) : one.AuthorApproved ?? other.AuthorApproved,
        // More of them rejected; more decided and approved would speak for the author.
        AuthorDecisions = one.AuthorDecisions,
        AuthorRejections = Math.Max(one.AuthorRejections, Math.Min(one.AuthorDecisions, other.AuthorRejections)),
        NetworkBlock = one.NetworkBlock > other.NetworkBlock ? one.NetworkBlock : other.NetworkBlock ?? one.NetworkBlock,
        Honeypot = one.Honeypot || other.Honeypot,
        IsSiteModel = one.IsSiteModel || other.IsSiteModel,
        IsParentUnknown = one.IsParentUnknown || other.IsParentUnknown,
        IsAuthorBlocked = one.IsAuthorBlocked || other.IsAuthorBlocked,
        ResemblesBlockedAuthor = one.ResemblesBlockedAuthor || other.ResemblesBlockedAuthor,
        IsAuthorTrusted = one.IsAuthorTrusted && other.IsAuthorTrusted,
    };
}
