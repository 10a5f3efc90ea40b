using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Azure.Data.Tables;

/// <summary>
/// A row as a dictionary. Values: string, int, long, bool, double, Guid, DateTime, DateTimeOffset, byte[] and BinaryData; a null value is not stored.
/// </summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object?>
{
    internal const string ETagKey = "odata.etag";
    internal const string TimestampKey = nameof(Timestamp);

    private readonly Dictionary<string, object?> _values = [];

    /// <summary>A row without keys.</summary>
    public TableEntity()
    {
    }

    /// <summary>A row with its keys.</summary>
    /// <param name="partitionKey">The partition.</param>
    /// <param name="rowKey">The row.</param>
    public TableEntity(string partitionKey, string rowKey) => (PartitionKey, RowKey) = (partitionKey, rowKey);

    /// <inheritdoc/>
    public string PartitionKey
    {
        get => GetString(nameof(PartitionKey))!;
        set => _values[nameof(PartitionKey)] = value;
    }

    /// <inheritdoc/>
    public string RowKey
    {
        get => GetString(nameof(RowKey))!;
        set => _values[nameof(RowKey)] = value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(TimestampKey);
        set => _values[TimestampKey] = value;
    }

    /// <inheritdoc/>
    public ETag ETag
    {
        get => GetString(ETagKey) is { } tag ? new ETag(tag) : default;
        set => _values[ETagKey] = value == default ? null : value.ToString();
    }

    /// <inheritdoc/>
    public ICollection<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public int Count => _values.Count;

    ICollection<object?> IDictionary<string, object?>.Values => _values.Values;

    bool ICollection<KeyValuePair<string, object?>>.IsReadOnly => false;

    /// <summary>A property by name; null when the row has no such property.</summary>
    /// <param name="key">The property's name.</param>
    public object? this[string key]
    {
        get => _values.GetValueOrDefault(key);
        set => _values[key] = value;
    }

    /// <inheritdoc/>
    public void Add(string key, object? value) => _values.Add(key, value);

    /// <inheritdoc/>
    public void Clear() => _values.Clear();

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool Remove(string key) => _values.Remove(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => _values.TryGetValue(key, out value);

    /// <summary>A binary property; null when absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public byte[]? GetBinary(string key) => Read<byte[]>(key);

    /// <summary>A boolean property; null when absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public bool? GetBoolean(string key) => Read<bool?>(key);

    /// <summary>An instant, UTC; null when absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public DateTimeOffset? GetDateTimeOffset(string key) => Read<DateTimeOffset?>(key);

    /// <summary>A double; null when absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public double? GetDouble(string key) => Read<double?>(key);

    /// <summary>A GUID; null when absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public Guid? GetGuid(string key) => Read<Guid?>(key);

    /// <summary>A 32-bit integer; null when absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public int? GetInt32(string key) => Read<int?>(key);

    /// <summary>A 64-bit integer; null when absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public long? GetInt64(string key) => Read<long?>(key);

    /// <summary>A string; null when absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public string? GetString(string key) => Read<string>(key);

    void ICollection<KeyValuePair<string, object?>>.Add(KeyValuePair<string, object?> item) => _values.Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object?>>.Contains(KeyValuePair<string, object?> item) => _values.Contains(item);

    void ICollection<KeyValuePair<string, object?>>.CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object?>>)_values).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object?>>.Remove(KeyValuePair<string, object?> item) =>
        ((ICollection<KeyValuePair<string, object?>>)_values).Remove(item);

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();

    private T? Read<T>(string key) => _values.GetValueOrDefault(key) switch
    {
        null => default,
        T value => value,
        var other => throw new InvalidOperationException($"Property '{key}' holds a {other.GetType().Name}, not a {typeof(T)}."),
    };
}
