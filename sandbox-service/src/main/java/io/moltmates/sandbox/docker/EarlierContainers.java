package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.model.Container;
import io.moltmates.schema.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/// The containers that earlier or other lives of the service left on an engine: those that would be made so now
/// wait here for the session that they are of, all others with our label are removed.
///
/// Thread-safe. Several lives may see the same one wait; the first that is asked for it takes it. Whom nobody asks for
/// ends by itself, because nobody speaks to it.
final class EarlierContainers {

    private static final Logger LOG = Logger.getLogger(EarlierContainers.class);

    private final ContainerMaker maker;
    private final ContainerNames names;
    private final List<Container> waiting = new ArrayList<>();
    private boolean looked;

    EarlierContainers(ContainerMaker maker, ContainerNames names) {
        this.maker = maker;
        this.names = names;
    }

    /// From now on there may be more: another life has ended, or has let some go.
    synchronized void lookAgain() {
        looked = false;
    }

    /// Finds them, unless that was done; others wait meanwhile.
    synchronized void look(SandboxImage.State.Ready ready) {
        if (looked) {
            return;
        }
        var all = maker.engine()
                .control()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(ContainerNames.STATE_LABEL, names.state()))
                .exec();
        var present = new HashSet<String>();
        waiting.clear();
        for (var container : all) {
            present.add(container.getId());
            if (!maker.claims().isFree(container.getId(), container.getLabels())) {
                continue;
            }
            if (isUseful(container, ready)) {
                waiting.add(container);
            } else if (maker.claims().tryTake(container.getId(), container.getLabels())) {
                LOG.infof("leftover container removed: containerId=%s", container.getId());
                maker.remove(container.getId());
            }
        }
        maker.claims().keepOnly(present);
        looked = true;
    }

    private static boolean isUseful(Container container, SandboxImage.State.Ready ready) {
        return "running".equals(container.getState())
                && ready.posture().equals(container.getLabels().get(ContainerNames.POSTURE_LABEL))
                && !isUnused(container);
    }

    /// A prepared container keeps its label, and has another name when a session uses it.
    private static boolean isUnused(Container container) {
        return ContainerNames.SPARE.equals(container.getLabels().get(ContainerNames.SESSION_LABEL))
                && Arrays.stream(container.getNames())
                        .anyMatch(name -> name.startsWith("/" + ContainerNames.PREFIX + "spare-"));
    }

    /// The id of a container of that session, which is the caller's now.
    ///
    /// @param session as its label has it
    synchronized Optional<String> take(UserId user, String session, String name) {
        var found = waiting.stream()
                .filter(container -> names.isOf(user, container.getLabels()))
                .filter(container -> session.equals(container.getLabels().get(ContainerNames.SESSION_LABEL))
                        || Arrays.asList(container.getNames()).contains("/" + name))
                .findFirst();
        found.ifPresent(waiting::remove);
        return found.filter(this::isOursNow).map(Container::getId);
    }

    /// Those of a person, of whom nothing is to stay.
    synchronized List<String> takeAll(UserId user) {
        var found = waiting.stream()
                .filter(container -> names.isOf(user, container.getLabels()))
                .toList();
        waiting.removeAll(found);
        return found.stream().filter(this::isOursNow).map(Container::getId).toList();
    }

    private boolean isOursNow(Container container) {
        return maker.claims().tryTake(container.getId(), container.getLabels());
    }
}
