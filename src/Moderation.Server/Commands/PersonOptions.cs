using System.CommandLine;
using Moderation.Persons;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.Commands;

/// <summary>How <c>erase</c> and <c>export</c> are told of whom.</summary>
internal sealed class PersonOptions
{
    public Option<string?> Email { get; } = new("--email") { Description = "Everything sent with exactly this address" };

    public Option<string?> Token { get; } = new("--token") { Description = "What this author token (at_…) was given for; where the website vouches for its author, everything of that author" };

    public Option<string?> Site { get; } = new("--site") { Description = "Only this site; left out: all" };

    public void AddTo(Command command)
    {
        command.Add(Email);
        command.Add(Token);
        command.Add(Site);
    }

    /// <summary>True when a person is named.</summary>
    public bool IsGiven(ParseResult result) => result.GetValue(Email) is not null || result.GetValue(Token) is not null;

    /// <summary>The submissions of the person that is named. Throws a sentence when none is, or in two ways at once.</summary>
    public async Task<IReadOnlyList<SubmissionKey>> FindAsync(ParseResult result, StoreSession session, CancellationToken cancellationToken)
    {
        string? email = result.GetValue(Email), token = result.GetValue(Token);
        if (email is null == token is null)
        {
            throw new CommandFailedException("Name the person by either --email or --token.") { ExitCode = ExitCode.Usage };
        }

        if (email is not null && !EmailAddress.IsPlausible(email))
        {
            throw new CommandFailedException("--email: that is not an e-mail address.") { ExitCode = ExitCode.Usage };
        }

        if (token is not null && !token.StartsWith(AuthorTokens.Prefix, StringComparison.Ordinal))
        {
            throw new CommandFailedException($"--token: an author token begins with {AuthorTokens.Prefix}.") { ExitCode = ExitCode.Usage };
        }

        SiteId? site = await SiteAsync(result, session, cancellationToken).ConfigureAwait(false);
        FindPerson persons = session.Get<FindPerson>();
        return email is not null
            ? await persons.ByAddressAsync(email, site, cancellationToken).ConfigureAwait(false)
            : await persons.ByTokenAsync(token!, site, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes name and note out of the blocks of the address that is named; how many there are. None for a token: what it was given for has taken its blocks along.</summary>
    public async Task<int> EraseBlocksAsync(ParseResult result, StoreSession session, CancellationToken cancellationToken) => result.GetValue(Email) is { } email
        ? await session.Get<EraseBlocks>().ByAddressAsync(email, await SiteAsync(result, session, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
        : 0;

    private async Task<SiteId?> SiteAsync(ParseResult result, StoreSession session, CancellationToken cancellationToken) =>
        result.GetValue(Site) is { } id ? (await session.SiteAsync(id, cancellationToken).ConfigureAwait(false)).Id : null;
}
