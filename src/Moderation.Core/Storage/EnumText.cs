using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moderation.Storage;

/// <summary>
/// Enumerations as the store, JSON and the wire write them: lower case with underscores. A parameter of an enumeration type would be sent as a number,
/// so stores always pass the text.
/// A member that is written otherwise says so with <see cref="JsonStringEnumMemberNameAttribute"/>.
/// </summary>
internal static class EnumText
{
    /// <summary>The text of a named member. Throws <see cref="ArgumentOutOfRangeException"/> for a value that has no name.</summary>
    public static string ToText<T>(this T value)
        where T : struct, Enum =>
        Names<T>.ToText.TryGetValue(value, out string? text) ? text : throw new ArgumentOutOfRangeException(nameof(value), value, $"{typeof(T).Name} has no such member.");

    /// <summary>The member with this text. Throws <see cref="FormatException"/> for any other text.</summary>
    public static T Parse<T>(string text)
        where T : struct, Enum =>
        Names<T>.FromText.TryGetValue(text, out T value) ? value : throw new FormatException($"'{text}' is not a {typeof(T).Name}.");

    /// <summary>The names of the flags that are set, separated by commas, in the order of their declaration. Empty for none.</summary>
    public static string ToList<T>(this T value)
        where T : struct, Enum =>
        string.Join(',', Names<T>.Flags.Where(flag => value.HasFlag(flag)).Select(flag => flag.ToText()));

    /// <summary>The flags named in a comma-separated list. Throws <see cref="FormatException"/> for an unknown name.</summary>
    public static T ParseList<T>(string list)
        where T : struct, Enum
    {
        long all = 0;
        foreach (string name in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            all |= Convert.ToInt64(Parse<T>(name), CultureInfo.InvariantCulture);
        }

        return (T)Enum.ToObject(typeof(T), all);
    }

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly IReadOnlyDictionary<T, string> ToText =
            Enum.GetValues<T>().Distinct().ToDictionary(value => value, NameOf);

        public static readonly IReadOnlyDictionary<string, T> FromText = ToText.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        /// <summary>Members that stand for exactly one bit; "none" and combinations are not names of a list.</summary>
        public static readonly T[] Flags =
        [
            .. Enum.GetValues<T>().Where(value => BitOperations.PopCount(Convert.ToUInt64(value, CultureInfo.InvariantCulture)) == 1),
        ];

        private static string NameOf(T value)
        {
            string name = Enum.GetName(value)!;
            return typeof(T).GetField(name)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        }
    }
}
