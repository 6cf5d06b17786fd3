using System.Text.Json.Serialization;

namespace Moderation.Policies;

/// <summary>Whether people look before or after the public does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModerationMode>))]
internal enum ModerationMode
{
    /// <summary>Approve unless the policy objects.</summary>
    [JsonStringEnumMemberName("post_moderation")]
    PostModeration,

    /// <summary>Flag everything that is not rejected.</summary>
    [JsonStringEnumMemberName("pre_moderation")]
    PreModeration,
}
