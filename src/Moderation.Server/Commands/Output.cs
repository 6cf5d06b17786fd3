using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moderation.Server.Hosting;
using Spectre.Console;

namespace Moderation.Server.Commands;

/// <summary>Tables for people, JSON for programs.</summary>
internal static class Output
{
    /// <summary>camelCase, enums as lower-case words with underscores.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new UtcTimeConverter() },
    };

    /// <summary>One JSON document on one line.</summary>
    public static void WriteJson<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>A table for a terminal; for a pipe, lines with tabs between the cells, whole whatever their width. Cells are text, never markup.</summary>
    public static void WriteTable(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (IReadOnlyList<string> row in rows.Prepend(columns))
            {
                Console.Out.WriteLine(string.Join('\t', row));
            }

            return;
        }

        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)));
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        AnsiConsole.Write(table);
    }
}
