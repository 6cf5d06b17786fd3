using System.Text.Json.Serialization;

namespace Moderation.Policies;

/// <summary>What a site wants done with text that the model does not understand, such as another language.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NotUnderstoodChoice>))]
internal enum NotUnderstoodChoice
{
    /// <summary>A person looks.</summary>
    [JsonStringEnumMemberName("flag")]
    Flag,

    /// <summary>It is judged like any other text, by scores that mean little.</summary>
    [JsonStringEnumMemberName("judge")]
    Judge,
}
