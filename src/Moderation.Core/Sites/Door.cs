using System.Text.Json.Serialization;

namespace Moderation.Sites;

/// <summary>The protocols a program can speak with this service. In the store: a comma-separated list of lower-case names.</summary>
[Flags]
internal enum Door
{
    None = 0,

    /// <summary>This product's own API.</summary>
    Native = 1,

    Akismet = 2,

    Perspective = 4,

    [JsonStringEnumMemberName("openai")]
    OpenAi = 8,

    All = Native | Akismet | Perspective | OpenAi,
}
