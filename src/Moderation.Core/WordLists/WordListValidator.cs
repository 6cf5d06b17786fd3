using System.Globalization;
using System.Text;
using Moderation.Privacy;
using Moderation.Scoring;

namespace Moderation.WordLists;

/// <summary>Says what is wrong with a word list before it is stored, each by the name of its member. An entry that could never be found is refused.</summary>
internal static class WordListValidator
{
    public const int MaxNameChars = 100;
    public const int MaxEntries = 50_000;
    public const int MaxEntryChars = 200;

    private const int MaxErrors = 20;

    /// <summary>One sentence for each member that is wrong; empty when the list is sound.</summary>
    public static IReadOnlyDictionary<string, string[]> Validate(WordListDraft draft)
    {
        Dictionary<string, string[]> errors = [];
        if (string.IsNullOrWhiteSpace(draft.Name) || draft.Name.Trim().Length > MaxNameChars || draft.Name.Any(char.IsControl) || AddressMask.Contains(draft.Name))
        {
            errors["name"] = [$"The name is required: 1 to {MaxNameChars} characters on one line, and no e-mail address."];
        }

        if (draft.Action is not ("flag" or "reject"))
        {
            errors["action"] = ["The action must be flag or reject."];
        }

        if (draft.EndsAt <= draft.StartsAt)
        {
            errors["endsAt"] = ["endsAt must be after startsAt."];
        }

        if (draft.Entries is null || draft.Entries.Count is 0 or > MaxEntries)
        {
            errors["entries"] = [string.Create(CultureInfo.InvariantCulture, $"A list has 1 to {MaxEntries} entries.")];
            return errors;
        }

        for (int i = 0; i < draft.Entries.Count && errors.Count < MaxErrors; i++)
        {
            if (Fault(draft.Entries[i]) is { } fault)
            {
                errors[$"entries[{i}]"] = [fault];
            }
        }

        return errors;
    }

    /// <summary>The entries as they are stored: trimmed, clean, each once, however it is written.</summary>
    public static IReadOnlyList<string> Clean(IEnumerable<string?> entries) =>
        [.. entries.Select(entry => CleanOne(entry!)).DistinctBy(entry => TextNormalizer.Normalize(entry).Text)];

    private static string? Fault(string? entry)
    {
        if (string.IsNullOrWhiteSpace(entry) || entry.Length > MaxEntryChars || entry.Any(char.IsControl))
        {
            return $"An entry has 1 to {MaxEntryChars} characters on one line.";
        }

        if (AddressMask.Contains(entry))
        {
            return "An entry may not hold an e-mail address: lists are shown, and addresses never are. Block the author instead.";
        }

        return PhraseMatcher.CountWords(TextNormalizer.Normalize(CleanOne(entry)).Text) switch
        {
            0 => "An entry needs a letter, a digit or an emoji: only words are looked for.",
            > PhraseMatcher.MaxWords => $"An entry has at most {PhraseMatcher.MaxWords} words.",
            _ => null,
        };
    }

    /// <summary>Half a surrogate pair cannot be stored.</summary>
    private static string CleanOne(string entry)
    {
        string trimmed = entry.Trim();
        StringBuilder clean = new(trimmed.Length);
        foreach (Rune rune in trimmed.EnumerateRunes())
        {
            clean.Append(rune);
        }

        return clean.ToString();
    }
}
