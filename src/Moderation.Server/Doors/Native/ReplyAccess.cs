using Moderation.Privacy;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.Doors.Native;

/// <summary>Who may see or change one submission: its author by token, or the website by API key.</summary>
internal sealed class ReplyAccess(CallerCheck callers, SiteStore sites, SubmissionStore submissions, AuthorTokens tokens)
{
    /// <summary>The submission if the caller may have it with <paramref name="right"/>; otherwise the refusal.</summary>
    public async Task<ReplyAccessResult> FindAsync(HttpContext context, string site, string id, KeyRights right, CancellationToken cancellationToken)
    {
        string? token = CallerCheck.BearerToken(context.Request);
        if (token is null)
        {
            return new ReplyAccessResult { Refusal = new CallerResult(ProblemCode.KeyMissing, 0) };
        }

        bool isAuthor = token.StartsWith(AuthorTokens.Prefix, StringComparison.Ordinal);
        bool isTest = false;
        SiteId siteId;
        if (isAuthor)
        {
            if (!SiteId.TryParse(site, out siteId) || await sites.FindAsync(siteId, cancellationToken).ConfigureAwait(false) is null)
            {
                return new ReplyAccessResult { Refusal = new CallerResult(ProblemCode.SiteUnknown, 0) };
            }
        }
        else
        {
            CallerResult caller = await callers.ApiKeyAsync(context, site, Door.Native, right, cancellationToken).ConfigureAwait(false);
            if (caller.Caller is null)
            {
                return new ReplyAccessResult { Refusal = caller };
            }

            siteId = caller.Caller.Site.Id;
            isTest = caller.Caller.IsTest;
        }

        if (!Guid.TryParseExact(id, "D", out Guid value))
        {
            return new ReplyAccessResult { Refusal = new CallerResult(ProblemCode.ReplyUnknown, 0) };
        }

        SubmissionKey key = new(siteId, new SubmissionId(value));
        if (isAuthor && !tokens.IsValid(siteId, value, token))
        {
            // The same answer whether or not the submission exists: a token tells nothing about others.
            return new ReplyAccessResult { Refusal = new CallerResult(ProblemCode.TokenOther, 0) };
        }

        Submission? row = await submissions.FindAsync(key, cancellationToken).ConfigureAwait(false);

        // For a test key there are only test submissions.
        return row is null || (isTest && !row.IsTest)
            ? new ReplyAccessResult { Refusal = new CallerResult(ProblemCode.ReplyUnknown, 0) }
            : new ReplyAccessResult { Submission = row, IsAuthor = isAuthor };
    }
}

/// <summary>A submission, or why the caller does not get it.</summary>
internal sealed record ReplyAccessResult
{
    public CallerResult? Refusal { get; init; }

    public Submission? Submission { get; init; }

    public bool IsAuthor { get; init; }
}
