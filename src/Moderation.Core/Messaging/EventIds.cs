using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Moderation.Submissions;

namespace Moderation.Messaging;

/// <summary>
/// The id of an event follows from the change it announces, so that announcing a change again gives the same id, whoever does it and whenever.
/// </summary>
internal static class EventIds
{
    private const int GuidBytes = 16;

    /// <summary>A UUID of version 7: the milliseconds of the change in front, so that ids sort by time in an index, and a hash of site, submission and version behind.</summary>
    public static Guid For(SubmissionKey key, int version, DateTimeOffset decidedAt)
    {
        byte[] name = Encoding.UTF8.GetBytes($"{key.Site.Value}\n{key.Id.Value:D}\n{version}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        Span<byte> bytes = hash[..GuidBytes];
        ushort behindTime = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)decidedAt.ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)((behindTime & 0x0FFF) | 0x7000));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
