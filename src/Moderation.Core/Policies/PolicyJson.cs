using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Moderation.Policies;

/// <summary>Policies and reasons as the store keeps them. Generated, so that nothing is looked up by reflection while judging.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Policy))]
[JsonSerializable(typeof(IReadOnlyList<Reason>))]
internal sealed partial class PolicyJson : JsonSerializerContext
{
    /// <summary>The members of a policy, as a document names them.</summary>
    private static readonly string[] Members =
        [.. typeof(Policy).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    private static readonly JsonDocumentOptions OneOfEach = new() { AllowDuplicateProperties = false };

    /// <summary>A policy as a document.</summary>
    public static string Write(Policy policy) => JsonSerializer.Serialize(policy, Default.Policy);

    /// <summary>Reads a document; members that it leaves out or sets to null have their defaults, unknown members are ignored.</summary>
    /// <exception cref="JsonException">The document is not a policy.</exception>
    public static Policy ReadPolicy(string document)
    {
        // The document is laid over the default one, because the generated reader gives absent init-only members 0 and null instead of
        // what is written beside them: limits of 0 would flag everything.
        return Change(Policies.Policy.Default, document);
    }

    /// <summary>A policy with the members of a document laid over it; a name that is no member of a policy is refused where <paramref name="isStrict"/> says so.</summary>
    /// <exception cref="JsonException">The document is not a policy.</exception>
    public static Policy Change(Policy policy, string document, bool isStrict = false)
    {
        JsonObject merged = JsonSerializer.SerializeToNode(policy, Default.Policy)!.AsObject();
        if (JsonNode.Parse(document, documentOptions: OneOfEach) is not JsonObject own)
        {
            throw new JsonException("A policy is a JSON object.");
        }

        if (isStrict && own.FirstOrDefault(member => !Members.Contains(member.Key)).Key is { } unknown)
        {
            throw new JsonException($"A policy has no member {unknown}; it has {string.Join(", ", Members)}.");
        }

        LayOver(merged, own);
        return merged.Deserialize(Default.Policy)!;
    }

    /// <summary>Reasons as the array that a submission's row keeps.</summary>
    public static string Write(IReadOnlyList<Reason> reasons) => JsonSerializer.Serialize(reasons, Default.IReadOnlyListReason);

    /// <summary>Reads what <see cref="Write(IReadOnlyList{Reason})"/> wrote; null and an empty text are no reasons.</summary>
    public static IReadOnlyList<Reason> ReadReasons(string? reasons) =>
        string.IsNullOrEmpty(reasons) ? [] : JsonSerializer.Deserialize(reasons, Default.IReadOnlyListReason) ?? [];

    private static void LayOver(JsonObject target, JsonObject source)
    {
        foreach ((string name, JsonNode? value) in source)
        {
            if (value is JsonObject inner && target[name] is JsonObject existing)
            {
                LayOver(existing, inner);
            }
            else if (value is not null)
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
