using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Moderation.Storage;
using NpgsqlTypes;

namespace Moderation.Tests.Storage;

/// <summary>One statement of a store: where it stands, its text for an engine, and the types of its batch parameters.</summary>
internal sealed partial record StoreStatement(string Name, string Sql, IReadOnlyDictionary<string, string> ArrayTypes)
{
    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex Parameter();

    /// <summary>The names of its parameters, each once, in the order of their first use.</summary>
    public IReadOnlyList<string> Parameters => [.. Parameter().Matches(Sql).Select(match => match.Groups[1].Value).Distinct()];

    /// <summary>Every <c>…Sql</c> constant and property of the product outside the dialects, as the engine of this store would be sent it.</summary>
    public static IReadOnlyList<StoreStatement> All(Database database)
    {
        const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        List<StoreStatement> statements = [];
        foreach (Type type in typeof(Database).Assembly.GetTypes().Where(type => !typeof(SqlDialect).IsAssignableFrom(type)))
        {
            IReadOnlyDictionary<string, string> arrays = ArrayTypesOf(type);
            foreach (FieldInfo field in type.GetFields(Members).Where(field => field is { IsLiteral: true } && field.FieldType == typeof(string) && field.Name.EndsWith("Sql", StringComparison.Ordinal)))
            {
                statements.Add(new StoreStatement($"{type.Name}.{field.Name}", (string)field.GetRawConstantValue()!, arrays));
            }

            foreach (PropertyInfo property in type.GetProperties(Members).Where(property => property.PropertyType == typeof(string) && property.Name.EndsWith("Sql", StringComparison.Ordinal)))
            {
                object store = Activator.CreateInstance(type, database)!;
                statements.Add(new StoreStatement($"{type.Name}.{property.Name}", (string)property.GetValue(store)!, arrays));
            }
        }

        return statements;
    }

    /// <summary>The PostgreSQL types of the arrays that a store's row sets send, by the name of the parameter.</summary>
    private static Dictionary<string, string> ArrayTypesOf(Type type)
    {
        Dictionary<string, string> types = [];
        foreach (FieldInfo field in type.GetFields(BindingFlags.NonPublic | BindingFlags.Static).Where(field => field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(RowSet<>)))
        {
            object set = field.GetValue(null)!;
            foreach (object column in (IEnumerable)Read(set, "Columns"))
            {
                types[$"{Read(set, "Name")}_{Read(column, "Name")}"] = (NpgsqlDbType)Read(column, "Type") switch
                {
                    NpgsqlDbType.TimestampTz => "timestamptz[]",
                    NpgsqlDbType.Double => "double precision[]",
                    NpgsqlDbType other => $"{other}[]".ToLowerInvariant(),
                };
            }
        }

        return types;
    }

    /// <summary>By reflection: the rows of a set are private types of their store.</summary>
    private static object Read(object instance, string property) => instance.GetType().GetProperty(property)!.GetValue(instance)!;
}
