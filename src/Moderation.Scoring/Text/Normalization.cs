namespace Moderation.Scoring.Text;

/// <summary>The passes of the normaliser in their order. Linear in the length of the text; allocates nothing when the buffer is warm.</summary>
internal static class Normalization
{
    public static void Run(ReadOnlySpan<char> text, TextBuffer buffer)
    {
        Folding.Run(text, buffer);
        if (buffer.HasSpacedLetters)
        {
            SpacedLetters.Run(buffer);
        }

        if (buffer.HasHints)
        {
            MixedScripts.Run(buffer);
        }

        LeetLetters.Run(buffer);
        if (buffer.HasRepeats || buffer.HasSpacedLetters)
        {
            RepeatedLetters.Run(buffer);
        }

        if (buffer.HasWideSpaces)
        {
            buffer.Text.Replace(TextBuffer.WideSpace, ' ');
        }
    }

    /// <summary>Share (0 to 1) of the words in which a disguise was undone; 0 for a text without words.</summary>
    public static double Evasion(TextBuffer buffer)
    {
        if (!buffer.HasMarks)
        {
            return 0;
        }

        var words = 0;
        var disguised = 0;
        for (var index = 0; index < buffer.Length;)
        {
            if (!char.IsLetterOrDigit(buffer.Chars[index]))
            {
                index++;
                continue;
            }

            var isDisguised = false;
            for (; index < buffer.Length && char.IsLetterOrDigit(buffer.Chars[index]); index++)
            {
                isDisguised |= (buffer.Marks[index] & TextBuffer.Disguised) != 0;
            }

            words++;
            disguised += isDisguised ? 1 : 0;
        }

        return words == 0 ? 0 : (double)disguised / words;
    }
}
