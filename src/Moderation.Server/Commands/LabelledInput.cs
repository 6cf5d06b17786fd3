using System.CommandLine;
using System.Globalization;
using Moderation.Scoring.Training;

namespace Moderation.Server.Commands;

/// <summary>Labelled files named on the command line: read whole, with every row that cannot be used named on standard error.</summary>
internal static class LabelledInput
{
    private const int ShownBadRows = 20;

    /// <summary>What columns mean, where their names do not say it.</summary>
    public static Option<string[]> ColumnOption() => new("--column")
    {
        Description = "What a column means, as name=meaning (id, source, kind, split, text, author.name, author.url, weight or a category; empty ignores it); may be repeated",
    };

    public static LabelledColumns Columns(string[]? options) =>
        LabelledColumns.Default with { Overrides = Pairs("--column", "meaning", options).ToDictionary(pair => pair.Name, pair => pair.Value) };

    public static LabelledFile[] Read(FileInfo[] files, LabelledColumns columns, CancellationToken cancellationToken) => Array.ConvertAll(files, file =>
    {
        LabelledFile read = Try(() => LabelledFile.Read(file.FullName, columns, cancellationToken));
        foreach (BadRow row in read.BadRows.Take(ShownBadRows))
        {
            Console.Error.WriteLine(row.ToString());
        }

        if (read.BadRows.Count > ShownBadRows)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {read.BadRows.Count - ShownBadRows} more such rows"));
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {read.Texts.Count} texts, {read.BadRows.Count} rows not used"));
        return read;
    });

    /// <summary>Splits every <c>name=value</c>.</summary>
    public static IEnumerable<(string Name, string Value)> Pairs(string option, string what, string[]? values)
    {
        foreach (string value in values ?? [])
        {
            int equals = value.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new CommandFailedException($"{option} {value} is not name={what}.") { ExitCode = ExitCode.Usage };
            }

            yield return (value[..equals], value[(equals + 1)..]);
        }
    }

    /// <summary>Turns what is wrong with a file into one sentence.</summary>
    public static T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is LabelledFileException or TrainingException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(problem.Message, problem);
        }
    }

    /// <summary>Writes beside and renames, so that a reader never finds half a file.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        string partial = path + ".partial";
        try
        {
            await File.WriteAllBytesAsync(partial, bytes, cancellationToken).ConfigureAwait(false);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be written: {problem.Message}", problem);
        }
    }
}

/// <summary>One line a step on standard error; on a terminal the line is rewritten.</summary>
internal sealed class ConsoleProgress : IProgress<TrainingProgress>
{
    private string last = "";

    public void Report(TrainingProgress value)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{value.Share,4:P0} {value.Step}");
        if (line == last)
        {
            return;
        }

        last = line;
        Console.Error.Write(Console.IsErrorRedirected ? line + "\n" : $"\r{line.PadRight(70)}{(value.Share >= 1 ? "\n" : "")}");
    }
}
