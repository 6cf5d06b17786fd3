using System.Text.Json;
using System.Text.RegularExpressions;

namespace Moderation.Server.Doctor;

/// <summary>
/// Settings of another program, however they were written down: JSON (exports, lists of options, answers of an API), lines of <c>name: value</c>, <c>name=value</c> or
/// tables, and PHP constants. Names are compared without regard to case. Pure.
/// </summary>
internal sealed partial class FoundSettings
{
    private const int MaxSettings = 50_000;

    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    private FoundSettings()
    {
    }

    /// <summary>How many settings were found.</summary>
    public int Count => values.Count;

    public IEnumerable<string> Names => values.Keys;

    /// <summary>The setting with exactly this name; null when there is none or it is empty.</summary>
    public string? Find(string name) => values.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    /// <summary>The setting whose name ends like this, at a dot: exports put other names before it.</summary>
    public string? FindEnding(string name)
    {
        foreach ((string known, string value) in values)
        {
            if (value.Length > 0 && (known.Equals(name, StringComparison.OrdinalIgnoreCase) || known.EndsWith("." + name, StringComparison.OrdinalIgnoreCase)))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Whether any name has this in it.</summary>
    public bool HasName(string part) => values.Keys.Any(name => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether any value has this in it.</summary>
    public bool HasValue(string part) => values.Values.Any(value => value.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a file. Null when it begins like JSON and is none.</summary>
    public static FoundSettings? Read(string text)
    {
        FoundSettings found = new();
        string trimmed = text.TrimStart('\uFEFF').Trim();
        if (trimmed.StartsWith('{') || trimmed.StartsWith('['))
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(trimmed, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
                found.Add("", document.RootElement);
                return found;
            }
            catch (JsonException)
            {
                return null;
            }
        }

        List<(int Indent, string Name)> parents = [];
        foreach (string raw in trimmed.Split('\n'))
        {
            string line = raw.TrimEnd();
            if (Define().Match(line) is { Success: true } define)
            {
                found.Set(define.Groups["name"].Value, Unquoted(define.Groups["value"].Value));
            }
            else if (Line().Match(line) is { Success: true } pair)
            {
                int indent = pair.Groups["indent"].Length;
                parents.RemoveAll(parent => parent.Indent >= indent);
                string name = string.Join('.', parents.Select(parent => parent.Name).Append(pair.Groups["name"].Value));
                string value = Unquoted(pair.Groups["value"].Value);
                if (value.Length == 0 && pair.Groups["mark"].Value == ":")
                {
                    parents.Add((indent, pair.Groups["name"].Value));
                }

                found.Set(name, value);
                found.Set(pair.Groups["name"].Value, value);
            }
        }

        return found;
    }

    private void Add(string path, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                // Lists of settings name each in a member.
                if (Named(element, "setting", "value") || Named(element, "option_name", "option_value") || Named(element, "name", "value"))
                {
                    return;
                }

                foreach (JsonProperty member in element.EnumerateObject())
                {
                    Add(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Add(path, item);
                }

                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                Set(path, "");
                break;
            default:
                Set(path, element.ToString());
                break;
        }
    }

    private bool Named(JsonElement element, string nameMember, string valueMember)
    {
        if (!element.TryGetProperty(nameMember, out JsonElement name) || name.ValueKind != JsonValueKind.String || !element.TryGetProperty(valueMember, out JsonElement value))
        {
            return false;
        }

        Set(name.GetString()!, value.ValueKind is JsonValueKind.Null ? "" : value.ToString());
        return true;
    }

    private void Set(string name, string value)
    {
        if (values.Count < MaxSettings)
        {
            values[name] = value;
        }
    }

    private static string Unquoted(string value)
    {
        string text = value.Trim().TrimEnd(',').Trim();
        return text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;
    }

    [GeneratedRegex("""^\s*define\s*\(\s*['"](?<name>[A-Za-z0-9_]+)['"]\s*,\s*(?<value>'[^']*'|"[^"]*"|[^\s)]+)\s*\)""")]
    private static partial Regex Define();

    [GeneratedRegex(@"^(?<indent>[\s|-]*)(export\s+)?[""']?(?<name>[A-Za-z][A-Za-z0-9_.]*)[""']?\s*(?<mark>[:=|,\t])\s*(?<value>[^#]*?)\s*(\|\s*)?(#.*)?$")]
    private static partial Regex Line();
}
