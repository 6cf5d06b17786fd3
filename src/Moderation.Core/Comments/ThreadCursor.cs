using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Moderation.Submissions;

namespace Moderation.Comments;

/// <summary>The place of a root in its thread. Opaque to callers.</summary>
internal sealed record ThreadCursor(DateTimeOffset SubmittedAt, SubmissionId Id)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ThreadCursor? cursor)
    {
        cursor = null;
        if (text.Length > 200 || !Base64Url.IsValid(text))
        {
            return false;
        }

        string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) || ticks > DateTimeOffset.MaxValue.Ticks || !Guid.TryParseExact(parts[1], "N", out Guid id))
        {
            return false;
        }

        cursor = new ThreadCursor(new DateTimeOffset(ticks, TimeSpan.Zero), new SubmissionId(id));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{SubmittedAt.UtcTicks}|{Id.Value:N}")));
}
