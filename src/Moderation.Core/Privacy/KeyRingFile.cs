using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Moderation.Privacy;

/// <summary>
/// The key ring on disk: one JSON file that only its owner can read, made once. Two processes that start together on an empty directory end
/// up with the same ring, and a process that is killed while it writes leaves either the whole file or none.
/// </summary>
internal static partial class KeyRingFile
{
    /// <summary>The name of the file in the key ring's directory.</summary>
    public const string FileName = "keyring.json";

    private const int MaxBytes = 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode GroupMay = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode AnyoneMay = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Images of .NET say so of themselves.</summary>
    private static readonly bool IsInContainer = Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") is "true" or "1";

    /// <summary>Reads the ring of a directory, or makes directory and ring where there is none.</summary>
    /// <param name="directory">The directory, <c>Moderation__KeyRingPath</c>.</param>
    /// <param name="random">Where new keys come from.</param>
    /// <exception cref="KeyRingException">The file is damaged, readable by others, or cannot be read or written.</exception>
    public static KeyRing LoadOrCreate(string directory, RandomNumberGenerator random)
    {
        string path = Path.Combine(directory, FileName);
        try
        {
            if (!File.Exists(path))
            {
                CreateDirectory(directory);
                byte[] content = KeyRingJson.Write(KeyRingJson.NewMasters(random), KeyRingJson.NewSealingKeys(random));
                TryPublish(path, content, random);
            }

            return Load(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyRingException($"The key ring in {directory} cannot be read or made: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Adds a sealing key, which seals from now on; earlier ones stay to open what they sealed. Other processes that read the same file notice within two seconds.
    /// Returns the ring as it is now.
    /// </summary>
    /// <exception cref="KeyRingException">There is no ring, or it cannot be read or written.</exception>
    public static KeyRing AddSealingKey(string directory, RandomNumberGenerator random) =>
        Change(directory, random, sealingKeys => sealingKeys[sealingKeys.Keys.Max() + 1] = KeyRingJson.NewKey(random));

    /// <summary>Takes sealing keys out of the ring: what they sealed can never be opened again. The newest always stays.</summary>
    /// <exception cref="KeyRingException">There is no ring, or it cannot be read or written.</exception>
    public static KeyRing RemoveSealingKeys(string directory, IReadOnlyCollection<int> versions, RandomNumberGenerator random) => Change(
        directory,
        random,
        sealingKeys =>
        {
            foreach (int version in versions.Where(version => version != sealingKeys.Keys.Max()).ToArray())
            {
                sealingKeys.Remove(version);
            }
        });

    private static KeyRing Change(string directory, RandomNumberGenerator random, Action<Dictionary<int, byte[]>> change)
    {
        string path = Path.Combine(directory, FileName);
        try
        {
            (Dictionary<KeyPurpose, byte[]> masters, Dictionary<int, byte[]> sealingKeys) = KeyRingJson.Read(ReadChecked(path), path);
            change(sealingKeys);
            string temporary = WriteTemporary(path, KeyRingJson.Write(masters, sealingKeys), random);
            File.Move(temporary, path, overwrite: true);
            return Load(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyRingException($"The key ring in {directory} cannot be changed: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// True when somebody else on this machine may read it. In a container the group is the container's own: Kubernetes gives every file of a volume to the group of the
    /// pod (<c>fsGroup</c>), and a ring that only its owner may read cannot be had there.
    /// </summary>
    internal static bool IsOpenToOthers(UnixFileMode mode, bool isInContainer) => (mode & (isInContainer ? AnyoneMay : AnyoneMay | GroupMay)) != 0;

    private static KeyRing Load(string path)
    {
        FileState before = FileState.Of(path);
        (Dictionary<KeyPurpose, byte[]> masters, Dictionary<int, byte[]> sealingKeys) = KeyRingJson.Read(ReadChecked(path), path);
        bool isFirst = true;
        KeyRingSource source = new(
            () =>
            {
                // The first answer is from before the file was read: a change in between is seen at the next look.
                FileState answer = isFirst ? before : FileState.Of(path);
                isFirst = false;
                return answer;
            },
            () => KeyRingJson.Read(ReadChecked(path), path).SealingKeys);
        return new KeyRing(masters, sealingKeys, source);
    }

    private static byte[] ReadChecked(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // The mode of the open file, not of the path: nobody can exchange one for the other in between.
        if (!OperatingSystem.IsWindows() && IsOpenToOthers(File.GetUnixFileMode(file.SafeFileHandle), IsInContainer))
        {
            throw new KeyRingException($"The key ring {path} can be read by other users. Make it private (chmod 600), and consider its keys known if others use this machine.");
        }

        if (file.Length is 0 or > MaxBytes)
        {
            throw KeyRingJson.Damaged(path);
        }

        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Puts the file in its place unless another process was faster, in which case its ring stands.</summary>
    private static void TryPublish(string path, byte[] content, RandomNumberGenerator random)
    {
        string temporary = WriteTemporary(path, content, random);
        try
        {
            Claim(temporary, path);
        }
        catch (IOException) when (File.Exists(path))
        {
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>
    /// Gives the file its name unless the name is taken. A move without overwriting is not enough on Unix: it looks whether the name is free and then renames, so that of two processes
    /// the second would replace a ring the first already uses. A hard link is one step that either is the first or fails.
    /// </summary>
    private static void Claim(string temporary, string path)
    {
        if (!OperatingSystem.IsWindows() && (MakeLink(temporary, path) == 0 || File.Exists(path)))
        {
            return;
        }

        // Windows, where a move is one step; or a file system without hard links, where this is the best there is.
        File.Move(temporary, path, overwrite: false);
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeLink(string existing, string made);

    private static string WriteTemporary(string path, byte[] content, RandomNumberGenerator random)
    {
        byte[] name = new byte[8];
        random.GetBytes(name);
        string temporary = $"{path}.{Convert.ToHexStringLower(name)}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(temporary, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
        return temporary;
    }
}
