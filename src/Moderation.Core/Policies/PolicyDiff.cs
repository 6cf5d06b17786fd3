using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moderation.Policies;

/// <summary>What is different between two policies, member by member. Pure.</summary>
internal static class PolicyDiff
{
    /// <summary>The members that differ, by their path (<c>thresholds.spamFlag</c>), in the order of the document.</summary>
    public static IReadOnlyList<PolicyChange> Of(Policy before, Policy after)
    {
        Dictionary<string, string> old = Flatten(before);
        Dictionary<string, string> current = Flatten(after);
        return
        [
            .. old.Keys.Union(current.Keys).Where(path => old.GetValueOrDefault(path) != current.GetValueOrDefault(path))
                .Select(path => new PolicyChange(path, old.GetValueOrDefault(path), current.GetValueOrDefault(path))),
        ];
    }

    private static Dictionary<string, string> Flatten(Policy policy)
    {
        Dictionary<string, string> members = [];
        Add(members, "", JsonNode.Parse(PolicyJson.Write(policy))!);
        return members;
    }

    private static void Add(Dictionary<string, string> members, string path, JsonNode node)
    {
        if (node is not JsonObject inner)
        {
            members[path] = node.GetValueKind() == JsonValueKind.Array ? string.Join(", ", node.AsArray().Select(item => item?.ToString())) : node.ToString();
            return;
        }

        foreach ((string name, JsonNode? value) in inner)
        {
            if (value is not null)
            {
                Add(members, path.Length == 0 ? name : $"{path}.{name}", value);
            }
        }
    }
}

/// <summary>A member that differs.</summary>
/// <param name="Path">Which.</param>
/// <param name="Before">What it was; null: nothing of the site's own.</param>
/// <param name="After">What it is; null: nothing of the site's own.</param>
internal sealed record PolicyChange(string Path, string? Before, string? After);
