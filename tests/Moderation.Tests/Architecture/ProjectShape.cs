using System.Reflection;
using System.Text.RegularExpressions;
using Moderation.Contracts;
using Moderation.Privacy;
using Moderation.Scoring;
using Moderation.Sites;

namespace Moderation.Tests.Architecture;

public sealed partial class ProjectShape
{
    /// <summary>Words that the glossary replaces by others, or that say nothing.</summary>
    private static readonly string[] BannedWords =
    [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Dto", "Impl", "Tenant", "Commenter", "Poster", "Conversation", "Cutoff", "Confidence",
        "Challenge", "Ticket", "Backlog", "Purge", "Ham", "Trash", "Unpublish", "Ban", "Autoapprove",
    ];

    [Fact]
    public void Contracts_depend_on_nothing()
    {
        Assert.Empty(Repository.Includes("Moderation.Contracts", "ProjectReference"));
        Assert.Empty(Repository.Includes("Moderation.Contracts", "PackageReference"));
        Assert.All(References(typeof(SubmitReply)), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Scoring_depends_on_the_learner_alone()
    {
        Assert.Empty(Repository.Includes("Moderation.Scoring", "ProjectReference"));
        Assert.Subset(new HashSet<string> { "Microsoft.ML", "Microsoft.ML.OnnxRuntime", "System.Numerics.Tensors" }, Repository.Includes("Moderation.Scoring", "PackageReference").ToHashSet());
        Assert.All(References(typeof(Category)), name => Assert.True(
            name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.ML", StringComparison.Ordinal), name));
    }

    [Fact]
    public void Core_knows_contracts_and_scoring_and_no_http()
    {
        Assert.Equal(["Moderation.Contracts", "Moderation.Scoring"], Repository.Includes("Moderation.Core", "ProjectReference"));
        Assert.DoesNotContain(References(typeof(SiteId)), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void The_server_knows_core_alone() =>
        Assert.Equal(["Moderation.Core"], Repository.Includes("Moderation.Server", "ProjectReference"));

    [Theory]
    [InlineData("src/Moderation.Contracts", "Moderation.Contracts")]
    [InlineData("src/Moderation.Scoring", "Moderation.Scoring")]
    [InlineData("src/Moderation.Core", "Moderation")]
    [InlineData("src/Moderation.Server", "Moderation.Server")]
    [InlineData("tests/Moderation.Tests", "Moderation.Tests")]
    public void Namespaces_are_folders(string folder, string root)
    {
        string[] wrong = [.. Repository.Sources(folder)
            .Where(file => NamespaceLine().Match(File.ReadAllText(Path.Combine(Repository.Root, folder, file))) is { Success: true } found
                && found.Groups[1].Value != ExpectedNamespace(root, file))];

        Assert.True(wrong.Length == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void Addresses_are_decrypted_in_exactly_one_class()
    {
        Type[] decrypting = [.. typeof(SiteId).Assembly.GetTypes()
            .Where(type => TypeUses.MethodsOf(type).SelectMany(TypeUses.MembersUsedBy).Any(IsDecryption))
            .Select(type => type.DeclaringType ?? type)
            .Distinct()];
        string[] mentioning = [.. Repository.Sources("src").Where(file => DecryptCall().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, "src", file))))];

        Assert.Equal([typeof(EmailSealer)], decrypting);
        Assert.Equal(["Moderation.Core/Privacy/EmailSealer.cs"], mentioning);
    }

    [Fact]
    public void Names_keep_to_the_glossary()
    {
        IEnumerable<string> names = new[] { typeof(SubmitReply), typeof(Category), typeof(SiteId) }
            .SelectMany(type => type.Assembly.GetTypes())
            .Where(type => type.Namespace?.StartsWith("Moderation", StringComparison.Ordinal) == true)
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Select(member => $"{type.Name}.{member.Name}").Prepend(type.Name));

        string[] wrong = [.. names.Where(name => Word().Matches(name).Any(word => BannedWords.Contains(word.Value))).Distinct()];

        Assert.True(wrong.Length == 0, string.Join(Environment.NewLine, wrong));
    }

    private static bool IsDecryption(MemberInfo member) =>
        member.DeclaringType?.Namespace == "System.Security.Cryptography"
        && (member.Name.Contains("Decrypt", StringComparison.Ordinal) || member.Name == "Unprotect");

    private static IEnumerable<string> References(Type type) => type.Assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static string ExpectedNamespace(string root, string file) =>
        Path.GetDirectoryName(file) is { Length: > 0 } folder ? $"{root}.{folder.Replace('\\', '.').Replace('/', '.')}" : root;

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\.\s*(Decrypt\w*|CreateDecryptor|Unprotect)\s*\(")]
    private static partial Regex DecryptCall();

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex Word();
}
