using System.Buffers;
using Moderation.Privacy;

namespace Moderation.Policies;

/// <summary>
/// Finds e-mail addresses, telephone numbers and bank account numbers in a text. People post them by mistake, about themselves or about others. Linear in the
/// length of the text: addresses, links and numbers are walked through side by side.
/// </summary>
internal static class PersonalDataFinder
{
    private static readonly SearchValues<char> Hints = SearchValues.Create("@＠﹫%&[({0123456789");

    /// <summary>What was found, in the order of the text, without overlaps; empty when there is nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="links">Its links in their order: digits inside an address are no telephone number.</param>
    public static IReadOnlyList<PersonalDataSpan> Find(string text, IReadOnlyList<LinkSpan> links)
    {
        if (!text.AsSpan().ContainsAny(Hints))
        {
            return [];
        }

        List<PersonalDataSpan> emails = FindEmails(text);
        List<PersonalDataSpan> found = [];
        int email = 0;
        int link = 0;
        int position = 0;
        while (text.AsSpan(position).IndexOfAnyInRange('0', '9') is var offset and >= 0)
        {
            int digit = position + offset;
            while (email < emails.Count && emails[email].End <= digit)
            {
                found.Add(emails[email++]);
            }

            while (link < links.Count && links[link].End <= digit)
            {
                link++;
            }

            bool isAddress = (email < emails.Count && emails[email].Start <= digit) || (link < links.Count && links[link].Start <= digit);
            position = isAddress ? digit + 1 : ReadNumber(text, digit, position, found);
        }

        found.AddRange(emails.Skip(email));
        return found;
    }

    private static List<PersonalDataSpan> FindEmails(string text)
    {
        List<PersonalDataSpan> emails = [];
        AddressScanner scanner = new(text, isUrl: false);
        while (scanner.MoveNext())
        {
            // "a@b.example@c.example" is two addresses that share their middle.
            if (emails.Count > 0 && scanner.Start < emails[^1].End)
            {
                emails[^1] = emails[^1] with { End = Math.Max(scanner.End, emails[^1].End) };
            }
            else
            {
                emails.Add(new PersonalDataSpan(PersonalDataKind.Email, scanner.Start, scanner.End));
            }
        }

        return emails;
    }

    /// <summary>Reads the number at a digit and returns where to go on.</summary>
    private static int ReadNumber(string text, int digit, int floor, List<PersonalDataSpan> found)
    {
        if (IbanReader.TryRead(text, digit, floor, out int start, out int end))
        {
            found.Add(new PersonalDataSpan(PersonalDataKind.Iban, start, end));
            return end;
        }

        if (PhoneReader.TryRead(text, digit, floor, out start, out end))
        {
            found.Add(new PersonalDataSpan(PersonalDataKind.Phone, start, end));
            return end;
        }

        // On to the next group: the number that follows "in 2020" is another one.
        end = digit + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end;
    }
}
