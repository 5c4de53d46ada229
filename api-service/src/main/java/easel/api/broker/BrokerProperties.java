package easel.api.broker;

import easel.common.topology.QueueType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param queueType of lanes and of every other queue declared here
@ConfigurationProperties("easel.broker")
record BrokerProperties(@DefaultValue("quorum") QueueType queueType) {}
