import java.nio.ByteBuffer;
import java.util.*;
import java.util.stream.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.*;
import org.apache.kafka.clients.consumer.internals.*;
import org.apache.kafka.common.*;

/**
 * What Kafka's own assignors say to random groups, a JSON line each: fixtures/assignors.jsonl.gz.
 * java -cp 'libs/*' Assignors.java | grep '^{' | gzip -9n
 * Members are called A, B, C ... and topics a, b, c ...: Java's hash maps give those in their order, as they should for everybody.
 */
public class Assignors {
  static final Random random = new Random(4);
  static int upTo(int n) { return random.nextInt(n + 1); }
  static boolean chance(double p) { return random.nextDouble() < p; }

  public static void main(String[] args) {
    for (int i = 0; i < 150; i++) for (String name : List.of("range", "roundrobin", "sticky", "cooperative-sticky")) play(name);
  }

  static AbstractPartitionAssignor of(String name) {
    return switch (name) {
      case "range" -> new RangeAssignor();
      case "roundrobin" -> new RoundRobinAssignor();
      case "sticky" -> new StickyAssignor();
      default -> new CooperativeStickyAssignor();
    };
  }

  /** A group over several rounds: members come, go and change their minds; topics grow. */
  static void play(String name) {
    boolean racks = chance(0.4), alike = chance(0.6);
    int topicCount = 1 + upTo(3), memberCount = 1 + upTo(5), replicas = 1 + upTo(1);
    Map<String, List<PartitionInfo>> topics = new TreeMap<>();
    for (int t = 0; t < topicCount; t++) grow(topics, "" + (char) ('a' + t), 1 + upTo(7), racks, replicas);
    Map<String, List<TopicPartition>> owned = new TreeMap<>();
    Map<String, Integer> generations = new TreeMap<>();
    Map<String, String> rackOf = new TreeMap<>(), instanceOf = new TreeMap<>();
    int next = 0;
    Set<String> members = new TreeSet<>();
    for (int generation = 1; generation <= 3; generation++) {
      while (members.size() < memberCount && next < 12) {
        String id = "" + (char) ('A' + next++);
        members.add(id);
        if (racks && chance(0.8)) rackOf.put(id, "r" + upTo(2));
        if (chance(0.25)) instanceOf.put(id, "i" + upTo(9) + id);
      }
      Map<String, Subscription> subscriptions = new TreeMap<>();
      for (String id : members) {
        List<String> wanted = new ArrayList<>(topics.keySet());
        if (!alike) wanted.removeIf(t -> chance(0.4));
        if (!alike && wanted.isEmpty()) wanted.add("a");
        if (chance(0.05) && alike == false) wanted.add("z");
        List<TopicPartition> had = owned.getOrDefault(id, new ArrayList<>());
        int since = generations.getOrDefault(id, -1);
        subscriptions.put(id, subscription(name, wanted, had, since, rackOf.get(id), instanceOf.get(id)));
      }
      Map<String, List<TopicPartition>> result = of(name).assignPartitions(new HashMap<>(topics), new HashMap<>(subscriptions));
      print(name, topics, subscriptions, result, owned, generations);
      for (String id : members) {
        owned.put(id, new ArrayList<>(result.get(id)));
        generations.put(id, generation);
      }
      // Some hear of it too late: they claim what is another's now.
      if (chance(0.3)) for (String id : members) if (chance(0.3)) generations.put(id, generation - 1);
      if (chance(0.2)) { // two claim the same
        List<String> ids = new ArrayList<>(members);
        List<TopicPartition> from = owned.get(ids.get(0));
        if (!from.isEmpty()) owned.get(ids.get(ids.size() - 1)).add(from.get(0));
      }
      if (chance(0.5)) members.remove(new ArrayList<>(members).get(random.nextInt(members.size())));
      memberCount = 1 + upTo(5);
      while (members.size() > memberCount) members.remove(new ArrayList<>(members).get(random.nextInt(members.size())));
      if (chance(0.3)) grow(topics, "" + (char) ('a' + random.nextInt(topicCount)), 1 + upTo(2), racks, replicas);
      if (chance(0.2) && topics.size() > 1) { topics.remove("" + (char) ('a' + topicCount - 1)); topicCount--; }
    }
  }

  static void grow(Map<String, List<PartitionInfo>> topics, String name, int by, boolean racks, int replicas) {
    List<PartitionInfo> partitions = topics.computeIfAbsent(name, t -> new ArrayList<>());
    for (int i = 0; i < by; i++) {
      Node[] nodes = new Node[replicas];
      int first = upTo(2);
      for (int r = 0; r < replicas; r++) {
        int id = (first + r) % 3;
        nodes[r] = new Node(id, "h", 1, racks ? "r" + id : null);
      }
      partitions.add(new PartitionInfo(name, partitions.size(), nodes[0], nodes, nodes));
    }
  }

  static Subscription subscription(String name, List<String> topics, List<TopicPartition> had, int since, String rack, String instance) {
    ByteBuffer userData = null;
    boolean eager = !name.equals("cooperative-sticky");
    ConsumerPartitionAssignor own = of(name);
    if (since >= 0) own.onAssignment(new Assignment(had), new ConsumerGroupMetadata("g", since, "m", Optional.empty()));
    userData = own.subscriptionUserData(new HashSet<>(topics));
    Subscription subscription = new Subscription(topics, userData, eager ? List.of() : had, since, Optional.ofNullable(rack));
    subscription.setGroupInstanceId(Optional.ofNullable(instance));
    return subscription;
  }

  static String quoted(String s) { return s == null ? "null" : "\"" + s + "\""; }
  static String list(List<TopicPartition> list) {
    return "[" + list.stream().map(p -> quoted(p.toString())).collect(Collectors.joining(",")) + "]";
  }

  static void print(String name, Map<String, List<PartitionInfo>> topics, Map<String, Subscription> members,
                    Map<String, List<TopicPartition>> result, Map<String, List<TopicPartition>> had, Map<String, Integer> since) {
    String t = topics.entrySet().stream().map(e -> quoted(e.getKey()) + ":[" + e.getValue().stream().map(p ->
        "[" + Arrays.stream(p.replicas()).filter(n -> n.rack() != null).map(n -> quoted(n.rack())).collect(Collectors.joining(",")) + "]")
        .collect(Collectors.joining(",")) + "]").collect(Collectors.joining(","));
    String m = members.entrySet().stream().map(e -> {
      Subscription s = e.getValue();
      ByteBuffer data = s.userData();
      if (data != null) data.rewind();
      String hex = data == null ? null : HexFormat.of().formatHex(data.array());
      return "{\"id\":" + quoted(e.getKey()) + ",\"instance\":" + quoted(s.groupInstanceId().orElse(null)) + ",\"rack\":" + quoted(s.rackId().orElse(null))
        + ",\"topics\":[" + s.topics().stream().map(Assignors::quoted).collect(Collectors.joining(",")) + "],\"owned\":" + list(s.ownedPartitions())
        + ",\"had\":" + list(had.getOrDefault(e.getKey(), List.of())) + ",\"generation\":" + since.getOrDefault(e.getKey(), -1) + ",\"userData\":" + quoted(hex) + "}";
    }).collect(Collectors.joining(","));
    String a = new TreeMap<>(result).entrySet().stream().map(e -> quoted(e.getKey()) + ":" + list(e.getValue())).collect(Collectors.joining(","));
    System.out.println("{\"assignor\":" + quoted(name) + ",\"topics\":{" + t + "},\"members\":[" + m + "],\"assignment\":{" + a + "}}");
  }
}
