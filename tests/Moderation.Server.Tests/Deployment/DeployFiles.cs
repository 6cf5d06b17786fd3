using System.Reflection;
using Moderation.Server.Settings;
using Moderation.Server.Tests.Fixtures;
using YamlDotNet.RepresentationModel;

namespace Moderation.Server.Tests.Deployment;

/// <summary>What stands in <c>deploy</c>, read as the tools of an operator read it.</summary>
internal static class DeployFiles
{
    /// <summary>The top folder of the clone.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(ServerBuild.Project, "../.."));

    /// <summary>Every setting in its environment form, from the settings class itself.</summary>
    public static IReadOnlySet<string> Settings { get; } =
        new HashSet<string>(Names(typeof(ModerationOptions), ModerationOptions.Section), StringComparer.Ordinal) { "ConnectionStrings__Postgres", "ConnectionStrings__RabbitMq" };

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The documents of a YAML file; anchors are followed.</summary>
    public static IReadOnlyList<YamlMappingNode> Yaml(string path)
    {
        YamlStream stream = [];
        using StringReader text = new(Text(path));
        stream.Load(text);
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    /// <summary>Fails unless a variable is one of our settings, by value or as a file, or one that another program reads.</summary>
    public static void AssertKnown(string variable, string where)
    {
        if (variable.StartsWith("Moderation__", StringComparison.Ordinal) || variable.StartsWith("ConnectionStrings__", StringComparison.Ordinal))
        {
            string name = variable.EndsWith("_FILE", StringComparison.Ordinal) ? variable[..^"_FILE".Length] : variable;
            Assert.True(Settings.Contains(name), $"{where} sets {variable}, which is no setting.");
        }
    }

    private static IEnumerable<string> Names(Type type, string prefix) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite)
        .SelectMany(property => property.PropertyType.Namespace == type.Namespace ? Names(property.PropertyType, $"{prefix}__{property.Name}") : [$"{prefix}__{property.Name}"]);
}

/// <summary>Short ways through a YAML tree; merge keys (<c>&lt;&lt;</c>) are followed, and what a map says itself goes first. What is missing fails the test with its name.</summary>
internal static class YamlPaths
{
    public static YamlNode? Find(this YamlNode node, params string[] path) => path.Length == 0
        ? node
        : node is YamlMappingNode && Members(node).GetValueOrDefault(path[0]) is { } child ? child.Find(path[1..]) : null;

    public static YamlNode At(this YamlNode node, params string[] path)
    {
        YamlNode? found = node.Find(path);
        Assert.True(found is not null, $"There is no {string.Join('.', path)} near line {node.Start.Line}.");
        return found!;
    }

    public static string Scalar(this YamlNode node, params string[] path) => ((YamlScalarNode)node.At(path)).Value ?? "";

    public static IReadOnlyList<YamlNode> List(this YamlNode node, params string[] path) => node.Find(path) is YamlSequenceNode list ? [.. list] : [];

    public static IReadOnlyList<string> Words(this YamlNode node, params string[] path) => [.. node.List(path).Select(entry => ((YamlScalarNode)entry).Value ?? "")];

    public static IReadOnlyDictionary<string, YamlNode> Map(this YamlNode node, params string[] path) => node.Find(path) is YamlMappingNode map ? Members(map) : new Dictionary<string, YamlNode>();

    private static Dictionary<string, YamlNode> Members(YamlNode node)
    {
        Dictionary<string, YamlNode> own = ((YamlMappingNode)node).Children.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value ?? "", pair => pair.Value);
        if (own.Remove("<<", out YamlNode? merged))
        {
            foreach ((string key, YamlNode value) in Members(merged))
            {
                own.TryAdd(key, value);
            }
        }

        return own;
    }
}
