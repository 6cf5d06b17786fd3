using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Intake;

/// <summary>Makes the id of a submission whose sender chose none, from what the sender did say, so that sending it again gives the same id.</summary>
internal static class SubmissionIds
{
    /// <summary>The name space of these ids. Never changes: another one would turn every redelivery into a new submission.</summary>
    public static readonly Guid Namespace = new("6f1d9d0e-54a7-4b0b-9d34-2f6f6f0e8c11");

    private const int GuidBytes = 16;

    /// <summary>
    /// The id from an AMQP <c>message_id</c>: a UUID as it is, any other text as UUIDv5 of the site and the text. Several items of one message
    /// share its id, so that each of them is named by message and position.
    /// </summary>
    /// <param name="site">The site of the submission.</param>
    /// <param name="messageId">The message id, not empty.</param>
    /// <param name="itemIndex">The position in <c>items</c>; null when the message is one submission.</param>
    public static SubmissionId FromMessageId(SiteId site, string messageId, int? itemIndex)
    {
        if (itemIndex is { } index)
        {
            return FromText(site, string.Create(CultureInfo.InvariantCulture, $"{messageId}#{index}"));
        }

        return Guid.TryParseExact(messageId, "D", out Guid id) && id != Guid.Empty ? new SubmissionId(id) : FromText(site, messageId);
    }

    /// <summary>A UUIDv5 (RFC 9562, section 5.5) in <see cref="Namespace"/> of the site, a line feed and the text, in UTF-8.</summary>
    public static SubmissionId FromText(SiteId site, string text)
    {
        byte[] name = Encoding.UTF8.GetBytes($"{site.Value}\n{text}");
        byte[] input = new byte[GuidBytes + name.Length];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        name.CopyTo(input.AsSpan(GuidBytes));

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // UUIDv5 is defined with SHA-1; nothing secret depends on it.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        Span<byte> bytes = hash[..GuidBytes];
        ushort version = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)((version & 0x0FFF) | 0x5000));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new SubmissionId(new Guid(bytes, bigEndian: true));
    }
}
