package io.fletch.embeddings.clip;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Tells addresses of the public network from those of this machine and its neighbours.
 */
final class PublicAddress {

	private PublicAddress() {
	}

	static boolean is(InetAddress address) {
		if (address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isLinkLocalAddress()
				|| address.isSiteLocalAddress() || address.isMulticastAddress()) {
			return false;
		}
		byte[] bytes = address.getAddress();
		int first = bytes[0] & 0xff;
		int second = bytes[1] & 0xff;
		if (address instanceof Inet6Address) {
			// Unique local addresses, and those that stand for one of IPv4.
			return (first & 0xfe) != 0xfc && !(first == 0 && second == 0) && !(first == 0x20 && second == 0x02)
					&& !(first == 0 && second == 0x64);
		}
		boolean isSharedByProviders = first == 100 && (second & 0xc0) == 64;
		boolean isForTests = first == 198 && (second & 0xfe) == 18;
		return first != 0 && first < 240 && !isSharedByProviders && !isForTests;
	}

}
