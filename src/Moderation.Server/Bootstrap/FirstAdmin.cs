using System.Buffers.Text;
using System.Security.Cryptography;
using Moderation.Accounts;
using Moderation.Server.Settings;
using Moderation.Storage;

namespace Moderation.Server.Bootstrap;

/// <summary>Makes the first admin, once for a store, so that somebody can sign in to the console. A password that was not given goes to the file of the first start.</summary>
internal sealed class FirstAdmin(OncePerStore once, ServerSettings settings, ModeratorStore moderators, ManageModerators manage, InstallationStore installation, RandomNumberGenerator random)
{
    /// <summary>The name they sign in with.</summary>
    public const string Name = "admin";

    private const string Marker = "first_admin";
    private const string Member = "adminPassword";
    private const int PasswordBytes = 15;

    /// <summary>What this start made, for the terminal; null when it made nothing or was given the password.</summary>
    public (string Password, string File)? Made { get; private set; }

    /// <summary>Safe to run at every start and in several processes at once.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => once.RunAsync(IsMadeAsync, MakeAsync, cancellationToken);

    private async Task<bool> IsMadeAsync(CancellationToken cancellationToken) => await installation.GetAsync(Marker, cancellationToken).ConfigureAwait(false) is not null;

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        if ((await moderators.ListAsync(cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            await AddAsync(cancellationToken).ConfigureAwait(false);
        }

        await installation.SetIfAbsentAsync(Marker, "yes", cancellationToken).ConfigureAwait(false);
    }

    private async Task AddAsync(CancellationToken cancellationToken)
    {
        // The file comes first: a password that nobody could read is never set.
        FirstStartFile file = new(settings.DataDirectory);
        string password = settings.BootstrapAdminPassword ?? await file.ReadAsync(Member, cancellationToken).ConfigureAwait(false) ?? NewPassword();
        if (settings.BootstrapAdminPassword is null)
        {
            await file.WriteAsync([("adminName", Name), (Member, password)], cancellationToken).ConfigureAwait(false);
        }

        Moderator? made = await manage.AddAsync(Name, "Admin", ModeratorRole.Admin, [], password, mustChange: false, "system", cancellationToken).ConfigureAwait(false);
        if (settings.BootstrapAdminPassword is not null)
        {
            return;
        }

        if (made is not null)
        {
            Made = (password, file.Path);
        }
        else
        {
            // Somebody used the command that adds an account of this name at the same time; its password is the one.
            await file.WriteAsync([("adminName", null), (Member, null)], cancellationToken).ConfigureAwait(false);
        }
    }

    private string NewPassword()
    {
        Span<byte> bytes = stackalloc byte[PasswordBytes];
        random.GetBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
