using System.Text.Json.Serialization.Metadata;
using Moderation.Server.Security;
using Moderation.Sites;

namespace Moderation.Server.Doors.Perspective;

/// <summary>A call whose key was checked and whose body was read, or the error that answers it.</summary>
internal readonly record struct PerspectiveCall<T>
    where T : class
{
    public ApiKey? Key { get; init; }

    public T? Request { get; init; }

    public GoogleError? Error { get; init; }
}

/// <summary>What every call begins with.</summary>
internal static class PerspectiveCall
{
    /// <summary>Checks the key first: nothing is read for a caller who may not.</summary>
    public static async Task<PerspectiveCall<T>> ReadAsync<T>(HttpContext context, CallerCheck callers, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        KeyResult caller = await callers.KeyAsync(KeyOf(context.Request), Door.Perspective, KeyRights.Submit, cancellationToken).ConfigureAwait(false);
        if (caller.Key is null)
        {
            return new PerspectiveCall<T> { Error = GoogleError.Of(caller) };
        }

        BodyOf<T> body = await PerspectiveBody.ReadAsync(context.Request, type, cancellationToken).ConfigureAwait(false);
        return new PerspectiveCall<T> { Key = caller.Key, Request = body.Value, Error = body.Error };
    }

    /// <summary>The key of a request: <c>?key=</c>, or a header that Google's clients use.</summary>
    private static string? KeyOf(HttpRequest request) =>
        request.Query["key"].ToString() is { Length: > 0 } parameter ? parameter
        : request.Headers["X-Goog-Api-Key"].ToString() is { Length: > 0 } header ? header
        : CallerCheck.BearerToken(request);
}
