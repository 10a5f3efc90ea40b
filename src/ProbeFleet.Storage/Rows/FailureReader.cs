using System.Text.Json;
using System.Xml;
using Azure;

namespace ProbeFleet.Storage.Rows;

/// <summary>The one place that maps failed calls to storage exceptions.</summary>
internal static class FailureReader
{
    /// <summary>Makes a call. The client may end a cancelled repetition with another error, which is a cancellation all the same.</summary>
    public static async Task<T> GuardAsync<T>(string table, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested
            && error is not (StorageException or OperationCanceledException))
        {
            throw new OperationCanceledException($"A call to table {table} was cancelled.", error, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && error is not StorageException)
        {
            throw Read(table, error);
        }
    }

    private static StorageException Read(string table, Exception error) => error switch
    {
        RequestFailedException { Status: 401 or 403 } refused => new(StorageFailure.Denied, Denial(table, refused.ErrorCode), refused),
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } silent => new(
            StorageFailure.Unreachable, $"Storage gave no answer for table {table}: {Status(silent)}. The call can be made again.", silent),
        RequestFailedException refused => new(
            StorageFailure.Refused, $"Storage refused a call to table {table}: {Status(refused)}.", refused),
        AggregateException or OperationCanceledException or IOException or HttpRequestException => new(
            StorageFailure.Unreachable,
            $"Storage could not be reached for table {table}, also not on repetition. The call can be made again.", error),
        JsonException or XmlException => new(
            StorageFailure.Unreachable,
            $"What answered for table {table} is not Table Storage ({error.GetType().Name}): a proxy or a sign-in page may stand "
            + "before it. The call can be made again.",
            error),
        _ when error.GetType().Namespace is "Azure.Identity" => new(
            StorageFailure.Denied,
            $"A call to table {table} failed before it was sent ({error.GetType().Name}): the identity gave no token. "
            + "On a computer sign in with 'az login'; in Azure look at the app's managed identity.",
            error),
        _ => new(
            StorageFailure.Refused,
            $"A call to table {table} failed in this program ({error.GetType().Name}): that is a defect of ProbeFleet or of a package "
            + "in it, and no fault of the account. Report it with what 'probefleet --version' says.",
            error),
    };

    private static string Status(RequestFailedException error) =>
        error.Status == 0 ? "no response" : $"{error.Status} {error.ErrorCode}".TrimEnd();

    private static string Denial(string table, string? code) => code switch
    {
        "AuthorizationPermissionMismatch" =>
            $"The identity has no right to table {table}: give it the role 'Storage Table Data Contributor' on the account or the table. "
            + "A new role takes some minutes to count.",
        "AuthorizationFailure" =>
            $"The account's network rules refuse this caller (table {table}): allow its subnet or address, or use a private endpoint.",
        "AuthenticationFailed" or "InvalidAuthenticationInfo" =>
            $"The account did not accept the credential (table {table}): the key or signature is wrong or expired, "
            + "or this machine's clock is more than 15 minutes off.",
        _ => $"The account denied access to table {table}{(code is null ? "" : $" ({code})")}: check the credential, its roles and the "
            + "network rules.",
    };
}
