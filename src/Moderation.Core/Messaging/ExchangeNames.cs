using System.Text;
using MassTransit;

namespace Moderation.Messaging;

/// <summary>
/// Names the exchange of a message after its type: <c>TrainModel</c> goes through <c>moderation.train-model</c>. Rights on the broker are given by the beginning of names,
/// and the library's own names (<c>Moderation.Training:TrainModel</c>) begin otherwise.
/// </summary>
internal sealed class ExchangeNames : IEntityNameFormatter
{
    public string FormatEntityName<T>() => Name(typeof(T).Name);

    /// <summary><c>moderation.</c> and the words of a type's name with hyphens between them.</summary>
    internal static string Name(string type)
    {
        StringBuilder name = new("moderation.");
        for (int at = 0; at < type.Length; at++)
        {
            if (at > 0 && char.IsUpper(type[at]))
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(type[at]));
        }

        return name.ToString();
    }
}
