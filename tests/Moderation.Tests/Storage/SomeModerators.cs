using Moderation.Accounts;

namespace Moderation.Tests.Storage;

/// <summary>People with a console account.</summary>
internal static class SomeModerators
{
    private static int names;

    /// <summary>Stores somebody with a name of their own, who sees no site but those that their role does.</summary>
    public static async Task<Moderator> AddAsync(StoreFixture fixture, ModeratorRole role = ModeratorRole.Moderator)
    {
        string name = $"somebody-{Interlocked.Increment(ref names)}";
        Moderator moderator = new() { ModeratorId = Some.Id(), Name = name, DisplayName = $"M. {name}", Role = role, Sites = [], CreatedAt = StoreFixture.Start };
        Assert.True(await fixture.Database.RunAsync((unit, token) => new ModeratorStore(fixture.Database).AddAsync(unit, moderator, null, "test", token), CancellationToken.None));
        return moderator;
    }
}
