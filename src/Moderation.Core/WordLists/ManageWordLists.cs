using System.Globalization;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.WordLists;

/// <summary>Adds, changes and removes word lists, each change with its entry in the audit trail.</summary>
internal sealed class ManageWordLists(Database database, WordListStore lists, PageStore pages, AuditStore audit, TimeProvider clock)
{
    /// <summary>Adds a list.</summary>
    public async Task<WordListResult> AddAsync(SiteId site, WordListDraft draft, string actor, CancellationToken cancellationToken)
    {
        WordListResult read = await ReadAsync(site, Guid.CreateVersion7(clock.GetUtcNow()), version: 0, draft, actor, cancellationToken).ConfigureAwait(false);
        if (read.List is not { } list)
        {
            return read;
        }

        bool isAdded = await database.RunAsync(
            async (unit, token) => await lists.AddAsync(unit, list, token).ConfigureAwait(false) && await AuditAsync(unit, list, "word_list_added", token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (isAdded)
        {
            return new WordListResult(WordListOutcome.Done) { List = list with { Version = 1 } };
        }

        IReadOnlyList<WordList> known = await lists.ListAsync(site, cancellationToken).ConfigureAwait(false);
        return new WordListResult(known.Any(other => other.Name == list.Name) ? WordListOutcome.NameTaken : WordListOutcome.TooMany);
    }

    /// <summary>Writes a draft over a list.</summary>
    /// <param name="site">The site of the list.</param>
    /// <param name="id">The list.</param>
    /// <param name="expectedVersion">The version its writer saw; null: whatever it is now.</param>
    /// <param name="draft">All of the list.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<WordListResult> ReplaceAsync(SiteId site, Guid id, int? expectedVersion, WordListDraft draft, string actor, CancellationToken cancellationToken)
    {
        if (await lists.FindAsync(site, id, cancellationToken).ConfigureAwait(false) is not { } before)
        {
            return new WordListResult(WordListOutcome.Unknown);
        }

        if (expectedVersion is not null && expectedVersion != before.Version)
        {
            return new WordListResult(WordListOutcome.Changed) { List = before };
        }

        WordListResult read = await ReadAsync(site, id, before.Version, draft, actor, cancellationToken).ConfigureAwait(false);
        if (read.List is not { } list)
        {
            return read;
        }

        bool isReplaced = await database.RunAsync(
            async (unit, token) => await lists.ReplaceAsync(unit, list, token).ConfigureAwait(false) && await AuditAsync(unit, list, "word_list_changed", token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (isReplaced)
        {
            return new WordListResult(WordListOutcome.Done) { List = list with { Version = before.Version + 1 } };
        }

        IReadOnlyList<WordList> known = await lists.ListAsync(site, cancellationToken).ConfigureAwait(false);
        return new WordListResult(known.Any(other => other.Name == list.Name && other.Id != id) ? WordListOutcome.NameTaken : WordListOutcome.Changed);
    }

    /// <summary>Removes a list; what it did to submissions stays.</summary>
    public async Task<WordListOutcome> RemoveAsync(SiteId site, Guid id, string actor, CancellationToken cancellationToken)
    {
        if (await lists.FindAsync(site, id, cancellationToken).ConfigureAwait(false) is not { } list)
        {
            return WordListOutcome.Unknown;
        }

        WordList removed = list with { UpdatedAt = clock.UtcNowMicros(), UpdatedBy = actor };
        bool isRemoved = await database.RunAsync(
            async (unit, token) => await lists.RemoveAsync(unit, site, id, token).ConfigureAwait(false) && await AuditAsync(unit, removed, "word_list_removed", token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return isRemoved ? WordListOutcome.Done : WordListOutcome.Unknown;
    }

    private async Task<WordListResult> ReadAsync(SiteId site, Guid id, int version, WordListDraft draft, string actor, CancellationToken cancellationToken)
    {
        Dictionary<string, string[]> errors = new(WordListValidator.Validate(draft));
        Page? page = null;
        if (draft.PageUrl is not null)
        {
            page = PageUrl.TryCanonicalise(draft.PageUrl, out PageUrl url) ? await pages.FindByUrlAsync(site, url.Value, cancellationToken).ConfigureAwait(false) : null;
            if (page is null)
            {
                errors["page.url"] = ["The site has no page with this address."];
            }
        }

        if (errors.Count > 0)
        {
            return new WordListResult(WordListOutcome.Invalid) { Errors = errors };
        }

        IReadOnlyList<string> entries = WordListValidator.Clean(draft.Entries!);
        WordList list = new()
        {
            Id = id,
            Site = site,
            Name = draft.Name!.Trim(),
            Action = EnumText.Parse<Verdict>(draft.Action!),
            PageId = page?.PageId,
            StartsAt = draft.StartsAt,
            EndsAt = draft.EndsAt,
            Entries = entries,
            EntryCount = entries.Count,
            Version = version,
            UpdatedAt = clock.UtcNowMicros(),
            UpdatedBy = actor,
        };
        return new WordListResult(WordListOutcome.Done) { List = list };
    }

    private async Task<bool> AuditAsync(Unit unit, WordList list, string change, CancellationToken cancellationToken)
    {
        AuditEntry entry = new()
        {
            EntryId = Guid.CreateVersion7(list.UpdatedAt),
            Site = list.Site,
            Kind = AuditKind.Admin,
            Actor = list.UpdatedBy,
            Decision = change,
            Note = string.Create(CultureInfo.InvariantCulture, $"{list.Name}: {list.EntryCount} entries, {list.Action.ToText()}"),
            At = list.UpdatedAt,
        };
        await audit.AppendManyAsync(unit, [entry], cancellationToken).ConfigureAwait(false);
        return true;
    }
}
