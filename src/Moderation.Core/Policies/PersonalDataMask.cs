using System.Text;
using Moderation.Privacy;

namespace Moderation.Policies;

/// <summary>What a text could look like without the personal data in it: a proposal that a person may take.</summary>
internal static class PersonalDataMask
{
    /// <summary>What stands for a number. Needs no translation.</summary>
    public const string Number = "…";

    /// <summary>The text with every span masked; the same instance when there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">From <see cref="PersonalDataFinder"/>.</param>
    public static string Propose(string text, IReadOnlyList<PersonalDataSpan> found)
    {
        if (found.Count == 0)
        {
            return text;
        }

        StringBuilder proposal = new(text.Length);
        int written = 0;
        foreach (PersonalDataSpan span in found)
        {
            proposal.Append(text, written, span.Start - written).Append(span.Kind == PersonalDataKind.Email ? AddressMask.Shown : Number);
            written = span.End;
        }

        return proposal.Append(text, written, text.Length - written).ToString();
    }
}
