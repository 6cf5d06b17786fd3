using System.Buffers.Binary;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Scoring;
using Moderation.Submissions;

namespace Moderation.Campaigns;

/// <summary>Makes sketches under the key of the installation.</summary>
internal sealed class SketchMaker(KeyRing ring)
{
    private readonly ulong key = BinaryPrimitives.ReadUInt64LittleEndian(ring.DeriveKey(KeyPurpose.Text, "words"));

    /// <summary>The sketch of a text as written.</summary>
    public WordSketch Of(string body) => TextNormalizer.Read(body, key, static (text, key) => WordSketch.Of(text, key));

    /// <summary>A submission as it is compared.</summary>
    public Arrival Arrival(SubmissionKey submission, string body, IReadOnlyList<SiteDomain> unseenDomains, DateTimeOffset receivedAt) => new()
    {
        Key = submission,
        Sketch = Of(body),
        UnseenDomains = [.. unseenDomains.Where(linked => !Shorteners.Contain(linked.Domain)).Select(linked => linked.Domain).Distinct()],
        ReceivedAt = receivedAt,
    };
}
