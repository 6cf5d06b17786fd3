using Moderation.Pages;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Time;
using Moderation.WordLists;

namespace Moderation.Judging;

/// <summary>
/// What would this text get on this site, and why: the answer to the score door, to people who change a policy or a list, and to whoever asks why something happened.
/// By the site's policy, its word lists, the domains seen on it and, where one is named, its page. Stores nothing.
/// </summary>
internal sealed class JudgeText(TextJudge judge, SitePolicies policies, SiteWordLists wordLists, SeenDomains domains, PagesByAddress pages, TimeProvider clock)
{
    /// <summary>One answer for each text, in their order; one look into the store for all of them.</summary>
    /// <param name="site">The site.</param>
    /// <param name="page">The page they would be posted on, which nobody need have commented on yet; null: no page in particular.</param>
    /// <param name="texts">The texts, each with what its author typed about themselves.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="Models.ScorerUnavailableException">Nothing can be scored now.</exception>
    public async Task<IReadOnlyList<JudgedText>> HandleAsync(SiteId site, PageUrl? page, IReadOnlyList<ScoringInput> texts, CancellationToken cancellationToken) =>
        await HandleAsync(site, page, texts, await policies.CurrentAsync(site, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>As the other overload, by a policy that need not be the site's.</summary>
    public async Task<IReadOnlyList<JudgedText>> HandleAsync(SiteId site, PageUrl? page, IReadOnlyList<ScoringInput> texts, SitePolicy policy, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        WordListMatcher words = await wordLists.CurrentAsync(site, cancellationToken).ConfigureAwait(false);
        Page? known = page is { } url ? await pages.FindAsync(site, url.Value, cancellationToken).ConfigureAwait(false) : null;
        TextLinks[] links = [.. texts.Select(text => TextLinks.Read(text.Text, policy.AllowedDomains, page?.Value))];
        IReadOnlySet<SiteDomain> seen = await domains.FindAsync([.. links.SelectMany(found => found.DomainsOf(site))], cancellationToken).ConfigureAwait(false);
        return
        [
            .. texts.Select((text, index) => judge.Judge(in text, policy, new TextContext
            {
                Site = site,
                Links = links[index].Classify(site, seen),
                Words = words.Match(text.Text, known?.PageId, now),
                PageMode = known is null ? PageMode.Open : PageAccess.EffectiveMode(known, now),
            })),
        ];
    }
}
