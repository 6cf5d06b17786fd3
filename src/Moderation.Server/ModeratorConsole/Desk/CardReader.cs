using Moderation.Campaigns;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.WordLists;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>
/// Prepares texts for reading: marks the words that moved the scores named in the reasons, entries of word lists, personal data and links. Marks are found at the moment of
/// reading, in the text as written; they are not kept with the submission.
/// </summary>
internal sealed class CardReader(IScorer scorer, SitePolicies policies, SiteWordLists wordLists, SeenDomains domains, CardBadges badges, CampaignReads campaigns)
{
    private const double StrongShare = 0.5;
    private const double ShownShare = 0.15;

    /// <summary>One statement for the domains of all texts, one for their campaigns and two for their authors, whatever their number.</summary>
    public async Task<IReadOnlyList<CardText>> ReadAsync(SiteId site, IReadOnlyList<Submission> submissions, CancellationToken cancellationToken)
    {
        SitePolicy policy = await policies.CurrentAsync(site, cancellationToken).ConfigureAwait(false);
        WordListMatcher words = await wordLists.CurrentAsync(site, cancellationToken).ConfigureAwait(false);
        TextLinks[] links = [.. submissions.Select(submission => TextLinks.Read(submission.Body, policy.AllowedDomains, pageUrl: null))];
        SiteDomain[] asked = [.. links.SelectMany(found => found.DomainsOf(site)).Distinct()];
        IReadOnlySet<SiteDomain> seen = asked.Length == 0 ? new HashSet<SiteDomain>() : await domains.FindAsync(asked, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<IReadOnlyList<Badge>> ofAuthors = await badges.ReadAsync(site, policy, submissions, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<SubmissionId, int> numbers = await campaigns.NumbersAsync([.. submissions.Select(submission => submission.Key)], cancellationToken).ConfigureAwait(false);
        return
        [
            .. submissions.Select((submission, index) => Read(submission, links[index].Classify(site, seen), words) with
            {
                Badges = ofAuthors[index],
                Campaign = numbers.TryGetValue(submission.Key.Id, out int number) ? number : null,
            }),
        ];
    }

    private CardText Read(Submission submission, IReadOnlyList<LinkSpan> links, WordListMatcher words)
    {
        IReadOnlyList<Reason> reasons = PolicyJson.ReadReasons(submission.ReasonsJson);
        List<Mark> marks = [.. links.Select(link => new Mark(link.Start, link.End, MarkKind.Link, NoteOf(link.Kinds) is { Length: > 0 } note ? $"Link: {note}" : "Link"))];
        marks.AddRange(ScoreMarks(submission, reasons));
        marks.AddRange(PersonalDataFinder.Find(submission.Body, links).Select(found => new Mark(found.Start, found.End, MarkKind.PersonalData, "Personal data")));
        marks.AddRange(words.Match(submission.Body, submission.PageId, submission.ReceivedAt).Select(word => new Mark(word.Start, word.End, MarkKind.Word, $"Word list {word.List}: {word.Entry}")));
        return new CardText
        {
            Parts = TextParts.Of(submission.Body, marks),
            Markers = Marker.Of(reasons),
            Links = [.. links.Select(link => new CardLink(LinkHost.Of(submission.Body, link) ?? submission.Body[link.Start..link.End], NoteOf(link.Kinds))).Distinct().Take(8)],
            IsSevere = SevereTexts.Contain(reasons),
        };
    }

    private IEnumerable<Mark> ScoreMarks(Submission submission, IReadOnlyList<Reason> reasons)
    {
        Category[] categories = [.. reasons.Select(reason => Categories.TryParse(reason.Category, out Category category) ? category : (Category?)null).OfType<Category>().Distinct()];
        if (categories.Length == 0 || Score(submission) is not { } score)
        {
            return [];
        }

        return categories.SelectMany(category =>
        {
            ReasonSpan[] pushing = [.. score.Explain(category).Where(span => span.Weight > 0)];
            double most = pushing.Select(span => span.Weight).DefaultIfEmpty().Max();
            return pushing.Where(span => span.Weight >= most * ShownShare)
                .Select(span => new Mark(span.Start, span.End, MarkKind.Score, $"Moved the score: {Marker.TitleOf(category)}", span.Weight >= most * StrongShare));
        });
    }

    private ScoreResult? Score(Submission submission)
    {
        try
        {
            return scorer.Score(submission.Key.Site, new ScoringInput { Text = submission.Body, AuthorName = submission.AuthorName, AuthorUrl = submission.AuthorUrl });
        }
        catch (ScorerUnavailableException)
        {
            // The card is shown all the same: reasons and numbers are stored.
            return null;
        }
    }

    private static string NoteOf(LinkKinds kinds) => string.Join(", ", Notes(kinds));

    private static IEnumerable<string> Notes(LinkKinds kinds)
    {
        if (kinds.HasFlag(LinkKinds.Shortener))
        {
            yield return "shortened";
        }

        if (kinds.HasFlag(LinkKinds.Punycode))
        {
            yield return "look-alike letters";
        }

        if (kinds.HasFlag(LinkKinds.Unseen))
        {
            yield return "never seen here";
        }
    }
}
